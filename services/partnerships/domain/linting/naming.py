"""Everything has a name in both languages, and a key of its own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.linting.finding import Found, finding
from services.partnerships.domain.words import Words

RESERVED = frozenset({"schema", "check", "import", "moves"})
"""Words that stand where a key stands in the addresses of the API."""

type Place = tuple[str | int, ...]


class Named(Protocol):
    """Something with a key and a name."""

    @property
    def key(self) -> str:
        """What it is known by."""
        ...

    @property
    def name(self) -> Words:
        """What people call it."""
        ...


def mistakes(kind: Kind) -> Found:
    """Return the names that are missing, and the keys that stand twice."""
    if kind.key in RESERVED:
        yield finding("key_reserved", "key", key=kind.key)
    yield from _unnamed(("name",), kind.name)
    for place, named in _lists(kind):
        for number, one in enumerate(named):
            yield from _unnamed((*place, number, "name"), one.name)
        yield from _twice(place, [one.key for one in named])
    yield from _twice(("goals",), kind.goals)


def _lists(kind: Kind) -> Iterator[tuple[Place, Sequence[Named]]]:
    yield ("roles",), kind.roles
    yield ("groups",), kind.groups
    yield ("flags",), kind.flags
    yield ("fields",), kind.fields
    yield ("criteria",), kind.criteria
    yield ("declarations",), kind.declarations
    yield ("clauses",), kind.clauses
    yield ("indicators",), kind.indicators
    for number, rule in enumerate(kind.fields):
        yield ("fields", number, "options"), rule.options
        yield ("fields", number, "methods"), rule.methods
    for number, measured in enumerate(kind.indicators):
        yield ("indicators", number, "methods"), measured.methods


def _unnamed(place: Place, name: Words) -> Found:
    if not name.da.strip():
        yield finding("name_missing", *place, "da")
    if not name.en.strip():
        yield finding("name_missing", *place, "en")


def _twice(place: Place, keys: Iterable[str]) -> Found:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield finding("key_twice", *place, number, key=key)
        seen.add(key)
