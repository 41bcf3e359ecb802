"""One trial of a cluster: leaders are killed under load, then all is compared."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from chassis.clock import SystemClock, civil_date
from tests.faults.checking.evidence import Rows, gathered
from tests.faults.checking.finding import Finding, summary
from tests.faults.checking.listening import Listener
from tests.faults.checking.resting import Rest
from tests.faults.cluster.felling import Fall, Felling, Kind, hush, silence
from tests.faults.cluster.household import kept
from tests.faults.load.cast import assembled
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


async def held(folder: Path, falls: int, pace: float, chance: random.Random) -> Outcome:
    """Let each kind of leader fall so many times."""
    async with kept(folder) as house:
        ports = {
            name: house.ports(name)[0] for name in ("partnerships", "notifications")
        }
        cast = await assembled(house.settings, ports, civil_date(SystemClock().now()))
        clockwork = Clockwork(cast.administrator, [one.port for one in house.services])
        load = Load(cast, house.ports("partnerships"), Ledger(), chance, pace, 0)
        felling = Felling(house, load.ledger)
        kinds: list[Kind] = ["nats", "postgres"] * falls
        chance.shuffle(kinds)
        async with under(load):
            await felling.run(kinds)
        listener = Listener(house.settings)
        await Rest(house, clockwork, cast.officers[0], listener).come()
        evidence = await gathered(house, load.ledger, listener.messages)
        findings = await compared(house, cast, evidence, chance)
        return Outcome(
            load.ledger,
            felling.falls,
            findings,
            len(evidence.stream),
            sum(map(len, evidence.histories.values())),
            [evidence.tables[f"{service}.outbox"] for service in SERVICES],
        )


def table(outcome: Outcome) -> str:
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
