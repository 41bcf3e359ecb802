"""One trial of a cluster: leaders are killed under load, then all is compared."""

import random
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic

from chassis.clock import SystemClock, civil_date
from tests.faults import trial
from tests.faults.checking.evidence import Evidence, Rows, gathered
from tests.faults.checking.finding import Finding, summary
from tests.faults.checking.listening import Listener
from tests.faults.checking.resting import Rest
from tests.faults.cluster.felling import Fall, Felling, Kind, hush, silence
from tests.faults.cluster.harming import KINDS
from tests.faults.cluster.household import Household, kept
from tests.faults.harm.scene import Scene
from tests.faults.harm.schedule import Schedule
from tests.faults.load.cast import Cast, assembled
from tests.faults.load.clients import Load
from tests.faults.load.ledger import Ledger
from tests.faults.rig.clockwork import Clockwork
from tests.faults.trial import compared, under
from tests.support.stack import SERVICES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial."""

    ledger: Ledger
    falls: Sequence[Fall]
    findings: Sequence[Finding]
    messages: int
    events: int
    outboxes: Sequence[Rows]

    @property
    def silences(self) -> list[float]:
        """The longest time without a command that each fall caused."""
        return [silence(fall, self.ledger) for fall in self.falls]

    @property
    def hushes(self) -> list[float]:
        """The longest time without a message that each fall caused."""
        return [hush(fall, self.outboxes) for fall in self.falls]


@dataclass(frozen=True, slots=True)
class Play:
    """A cluster, who works on it, and chance."""

    house: Household
    cast: Cast
    clockwork: Clockwork
    load: Load
    chance: random.Random

    async def concluded(self) -> tuple[Evidence, list[Finding]]:
        """Let it come to rest, and compare."""
        listener = Listener(self.house.settings)
        await Rest(self.house, self.clockwork, self.cast.officers[0], listener).come()
        evidence = await gathered(self.house, self.load.ledger, listener.messages)
        findings = await compared(self.house, self.cast, evidence, self.chance)
        return evidence, findings


@asynccontextmanager
async def played(
    folder: Path, pace: float, chance: random.Random
) -> AsyncGenerator[Play]:
    """Run a cluster, and get everybody ready to work on it."""
    async with kept(folder) as house:
        ports = {
            name: house.ports(name)[0] for name in ("partnerships", "notifications")
        }
        cast = await assembled(house.settings, ports, civil_date(SystemClock().now()))
        clockwork = Clockwork(cast.administrator, [one.port for one in house.services])
        load = Load(cast, house.ports("partnerships"), Ledger(), chance, pace, 0)
        yield Play(house, cast, clockwork, load, chance)


async def felled(
    folder: Path, falls: int, pace: float, chance: random.Random
) -> Outcome:
    """Let each kind of leader fall so many times."""
    async with played(folder, pace, chance) as play:
        felling = Felling(play.house, play.load.ledger)
        kinds: list[Kind] = ["nats", "postgres"] * falls
        chance.shuffle(kinds)
        async with under(play.load):
            await felling.run(kinds)
        evidence, findings = await play.concluded()
        return Outcome(
            play.load.ledger,
            felling.falls,
            findings,
            len(evidence.stream),
            sum(map(len, evidence.histories.values())),
            [evidence.tables[f"{service}.outbox"] for service in SERVICES],
        )


async def harmed(
    folder: Path, kinds: Sequence[str], pace: float, chance: random.Random
) -> trial.Outcome:
    """Let these faults strike, as in the trial of one of everything."""
    begun = monotonic()
    async with played(folder, pace, chance) as play:
        scene = Scene(play.house, play.clockwork, chance)
        schedule = Schedule(scene, play.load.ledger, KINDS)
        async with under(play.load):
            await schedule.run(kinds)
        evidence, findings = await play.concluded()
        return trial.Outcome(
            play.load.ledger,
            schedule.harms,
            findings,
            monotonic() - begun,
            len(play.house.mail.letters),
            len(evidence.stream),
            sum(map(len, evidence.histories.values())),
        )


def figures(outcome: Outcome) -> str:
    """The figures, for people; times in seconds."""
    findings = summary(outcome.findings) or "no findings"
    return "\n".join([*_falls(outcome), "", *_totals(outcome), findings, ""])


def _falls(outcome: Outcome) -> Iterator[str]:
    yield f"{'killed':<18}{'no command for':>16}{'no message for':>16}{'whole again':>14}"
    felt = zip(outcome.falls, outcome.silences, outcome.hushes, strict=True)
    for fall, command, message in felt:
        whole = fall.whole_at - fall.at
        name = f"{fall.kind} {fall.name}"
        yield f"{name:<18}{command:>16.2f}{message:>16.2f}{whole:>14.2f}"


def _totals(outcome: Outcome) -> Iterator[str]:
    for kind in ("nats", "postgres"):
        for what, felt in (("command", outcome.silences), ("message", outcome.hushes)):
            of_kind = [
                one
                for fall, one in zip(outcome.falls, felt, strict=True)
                if fall.kind == kind
            ]
            if of_kind:
                yield (
                    f"{len(of_kind)} {kind} leaders killed: no {what} for "
                    f"{median(of_kind):.2f} in the middle, {max(of_kind):.2f} at most"
                )
    orders = outcome.ledger.orders
    fates = Counter(order.fate for order in orders)
    yield (
        f"{fates['done']} commands acknowledged, {fates['refused']} refused, "
        f"{fates['unknown']} never learnt; {sum(order.lost for order in orders)} "
        f"answers lost, {sum(order.put_off for order in orders)} put off with 503"
    )
    yield f"{outcome.events} events, {outcome.messages} messages in the stream"
