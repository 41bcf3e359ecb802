"""Which cells of a table about persons must not be published.

A cell from 1 to 4 is withheld. Because the total stands beside the cells, one
withheld cell could be found by subtraction: so the smallest other cells are withheld
too, until at least two are gone and they hold at least 5 together.
"""

from collections.abc import Mapping
from decimal import Decimal

SMALLEST_PUBLISHED = 5


def is_small(count: Decimal | int) -> bool:
    """Whether a count on its own tells of too few."""
    return 0 < count < SMALLEST_PUBLISHED


def withheld[Key: (str, int)](cells: Mapping[Key, Decimal | int]) -> frozenset[Key]:
    """The keys of the cells to withhold when their total is known.

    When even the total is small, every cell that is not empty is withheld.
    """
    if is_small(sum(cells.values())):
        return frozenset(key for key, count in cells.items() if count > 0)
    hidden = {key: count for key, count in cells.items() if is_small(count)}
    others = sorted(
        (count, key) for key, count in cells.items() if count >= SMALLEST_PUBLISHED
    )
    for count, key in others:
        if not hidden or sum(hidden.values()) >= SMALLEST_PUBLISHED:
            break
        hidden[key] = count
    return frozenset(hidden)
