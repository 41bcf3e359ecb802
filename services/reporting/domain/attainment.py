"""How far a figure came: reached, on the way, where it was, or further off."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from services.reporting.domain.amounts import percent
from services.reporting.domain.catalogue import Direction

type Verdict = Literal[
    "reached",
    "on_the_way",
    "unchanged",
    "further_off",
    "no_target",
    "no_figure",
    "withheld",
]


@dataclass(frozen=True, slots=True)
class Attainment:
    """A verdict, what is left to the target, and the way covered in percent."""

    verdict: Verdict
    distance: Decimal | None = None
    covered: Decimal | None = None  # of the way from baseline to target


def attainment(
    baseline: Decimal | None,
    target: Decimal | None,
    actual: Decimal | None,
    direction: Direction,
) -> Attainment:
    """Compare *actual* with *target*, seen from *baseline*, in the wanted direction."""
    if target is None:
        return Attainment("no_target")
    if actual is None:
        return Attainment("no_figure")
    sign = 1 if direction == "up" else -1
    left = max(sign * (target - actual), Decimal(0))
    start = target if baseline is None else baseline
    way, gone = sign * (target - start), sign * (actual - start)
    covered = percent(gone, way) if way > 0 else None
    return Attainment(_verdict(left, gone), left, covered)


def _verdict(left: Decimal, gone: Decimal) -> Verdict:
    if left == 0:
        return "reached"
    if gone > 0:
        return "on_the_way"
    return "unchanged" if gone == 0 else "further_off"
