"""Lets whatever else is ready go first, and goes on after it."""

from collections.abc import Generator
from types import coroutine


@coroutine
def give_way() -> Generator[None]:
    """Return when everything that is ready now has had its turn; no time passes."""
    yield
