"""One trial: an installation under load and faults, brought to rest and compared."""

import asyncio
import random
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from time import monotonic

from chassis import history
from chassis.clock import SystemClock, civil_date
from chassis.settings import Settings
from medspil import operating
from tests.faults.checking import folds, hearing, mail, orders, replays, stream
from tests.faults.checking.evidence import Evidence, gathered
from tests.faults.checking.finding import Finding
from tests.faults.checking.listening import Listener
from tests.faults.checking.resting import Rest
from tests.faults.checking.witness import Witness
from tests.faults.harm.scene import Scene
from tests.faults.harm.schedule import ALL, Harm, Schedule, deck
from tests.faults.load.cast import Cast, assembled
from tests.faults.load.clients import Load
from tests.faults.load.ledger import Ledger
from tests.faults.rig.clockwork import Clockwork
from tests.faults.rig.house import House
from tests.faults.rig.installation import installed

CLIENTS = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """How hard a trial tries."""

    commands: int  # to be acknowledged, at least
    pace: float  # commands a second, at most
    rounds: int = 1  # of every kind of fault
    kinds: Sequence[str] | None = None  # these in turn instead
    sabotage: str | None = None  # a safeguard that is switched off
    within: float = inf  # seconds for faults and load; then fewer have to do


@dataclass
class Outcome:
    """What came of a trial."""

    ledger: Ledger
    harms: list[Harm]
    findings: list[Finding]
    seconds: float
    letters: int
    messages: int
    events: int = field(default=0)


async def held(folder: Path, plan: Plan, chance: random.Random) -> Outcome:
    """Hold a trial in a folder."""
    begun = monotonic()
    async with installed(folder, plan.sabotage) as house:
        ports = {
            name: house.ports(name)[0] for name in ("partnerships", "notifications")
        }
        today = civil_date(SystemClock().now())
        cast = await assembled(house.settings, ports, today)
        clockwork = Clockwork(cast.administrator, [one.port for one in house.services])
        load = Load(
            cast,
            house.ports("partnerships"),
            Ledger(),
            chance,
            plan.pace,
            plan.commands,
            monotonic() + plan.within,
        )
        schedule = Schedule(Scene(house, clockwork, chance), load.ledger, ALL)
        small = house.postgres_disk.is_small and house.nats_disk.is_small
        kinds = plan.kinds or deck(plan.rounds, chance, small_disks=small)
        witness = Witness()
        async with witness.listening(str(house.settings.nats_url)), under(load):
            await schedule.run(kinds, load.latest)
        await house.restore()
        listener = Listener(house.settings)
        await Rest(house, clockwork, cast.officers[0], listener).come()
        evidence = await gathered(house, load.ledger, listener.messages)
        findings = await compared(house, cast, evidence, chance)
        findings += witness.check(schedule.harms)
        return Outcome(
            load.ledger,
            schedule.harms,
            findings,
            monotonic() - begun,
            len(house.mail.letters),
            len(evidence.stream),
            sum(map(len, evidence.histories.values())),
        )


@asynccontextmanager
async def under(load: Load) -> AsyncGenerator[None]:
    """Keep the load up while the block runs, and until it has done what is wanted."""
    async with asyncio.TaskGroup() as group:
        group.create_task(load.run(CLIENTS))
        try:
            yield
        finally:
            load.faults_are_over.set()


async def compared(
    house: House, cast: Cast, evidence: Evidence, chance: random.Random
) -> list[Finding]:
    """Everything that is not as it should be."""
    folded = folds.folded(evidence)
    findings = [*folds.check(evidence, folded), *stream.check(evidence, folded)]
    for check in (orders, hearing, mail):
        findings += check.check(evidence)
    findings += replays.check_kept(evidence)
    findings += await _chain(house.settings)
    clerks = {clerk.actor: clerk for clerk in (*cast.officers, *cast.managers)}
    replayed = replays.check(
        evidence.ledger.orders, clerks, house.ports("partnerships"), chance
    )
    findings += [one async for one in replayed]
    return findings


async def _chain(settings: Settings) -> list[Finding]:
    """What `medspil verify-history` finds."""
    found: list[tuple[str, history.Break]] = []
    named = settings.model_copy(update={"smtp_url": "smtp://127.0.0.1"})
    for verdict in await operating.verify(named):
        found += [(verdict.service, one) for one in verdict.breaks]
    return [
        Finding("chain_broken", f"{service} {one.stream_id} {one.version}: {one.fault}")
        for service, one in found
    ]
