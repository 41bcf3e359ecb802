"""Whether a figure lies where it may, and how the limits are told."""

from decimal import Decimal


def outside(value: Decimal, least: Decimal | None, most: Decimal | None) -> bool:
    """Return whether a figure lies beyond a limit; both limits are allowed."""
    too_low = least is not None and value < least
    too_high = most is not None and value > most
    return too_low or too_high


def span(least: Decimal | None, most: Decimal | None) -> str:
    """Return the limits that there are, in signs that need no translation."""
    if most is None:
        return f"≥ {least}"
    if least is None:
        return f"≤ {most}"
    return f"{least} - {most}"
