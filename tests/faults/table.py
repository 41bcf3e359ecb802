"""The figures of a trial, for people: each kind of fault, the totals, the findings."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from tests.faults.checking.finding import summary
from tests.faults.harm.schedule import Harm
from tests.faults.trial import Outcome

_HEAD = (
    "kind of fault",
    "times",
    "lasted",
    "command: p50",
    "max",
    "health: p50",
    "max",
)


def table(outcome: Outcome) -> str:
    """All of it; times in seconds."""
    lines = [_row(_HEAD), *_kinds(outcome.harms), "", *_totals(outcome)]
    return "\n".join([*lines, summary(outcome.findings) or "no findings", ""])


def _kinds(harms: Sequence[Harm]) -> Iterator[str]:
    by_kind: dict[str, list[Harm]] = defaultdict(list)
    for harm in harms:
        by_kind[harm.kind].append(harm)
    for kind, of_kind in sorted(by_kind.items()):
        done = [harm.until_done for harm in of_kind]
        healthy = [harm.until_healthy for harm in of_kind]
        lasted = median(harm.lasted for harm in of_kind)
        figures = (lasted, median(done), max(done), median(healthy), max(healthy))
        cells = (kind, str(len(of_kind)), *(f"{one:.2f}" for one in figures))
        yield _row(cells)


def _totals(outcome: Outcome) -> Iterator[str]:
    orders = outcome.ledger.orders
    fates = Counter(order.fate for order in orders)
    kinds = len({harm.kind for harm in outcome.harms})
    yield f"{len(outcome.harms)} faults of {kinds} kinds in {outcome.seconds:.0f} s"
    yield f"{fates['done']} commands acknowledged, {fates['refused']} refused"
    yield (
        f"{sum(order.lost for order in orders)} answers lost, "
        f"{sum(order.put_off for order in orders)} put off with 503; "
        f"never learnt: {fates['unknown'] + fates['unavailable']}"
    )
    yield (
        f"{outcome.events} events, {outcome.messages} messages in the stream, "
        f"{outcome.letters} letters"
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return f"{first:<30}" + "".join(f"{cell:>14}" for cell in others)
