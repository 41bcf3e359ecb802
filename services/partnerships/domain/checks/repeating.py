"""What may stand once only."""

from collections.abc import Hashable, Iterable


def repeated(keys: Iterable[Hashable]) -> Hashable | None:
    """Return the first key that stands a second time, or nothing."""
    seen: set[Hashable] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None
