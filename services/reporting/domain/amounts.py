"""Decimals summed and averaged so that the same facts give the same figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

FINEST = 4  # decimals; halves go to the even neighbour


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that exists and is not published, because it may tell of a person."""


WITHHELD = Withheld()

type Amount = Decimal | Withheld | None


def total(values: Sequence[Decimal]) -> Decimal | None:
    """The sum; None when there is nothing to add."""
    return sum(values, Decimal(0)) if values else None


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """The arithmetic mean to four decimals; None of nothing."""
    if not values:
        return None
    exact = sum(values, Decimal(0)) / len(values)
    rounded = round(exact, FINEST)
    return exact if exact == rounded else rounded


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """*part* of *whole* in whole percent."""
    return Decimal(round(100 * part / whole))
