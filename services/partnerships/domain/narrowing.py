"""Where the stage is already known: say so to the type checker, and hold it to it."""

from typing import Never


class Misplaced(Exception):
    """A value that no history written by these decisions can lead to: a fault."""


def narrow[A, B = Never](
    value: object, first: type[A], second: type[B] | None = None
) -> A | B:
    """Return the value as one of these types."""
    if isinstance(value, first):
        return value
    if second is not None and isinstance(value, second):
        return value
    raise Misplaced(f"{type(value).__name__} is no {first.__name__}")
