"""The places of a definition at which a kind declares something.

A place is written ``fields[].options[].key``: ``[]`` is any of a list.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from services.partnerships.domain.words import Words

type Names = tuple[object, ...]
type Change = Callable[[Any], Any]


def places(declared: object, place: str = "") -> Iterator[str]:
    """Yield every place of a definition at which something can be declared."""
    inner = [one for one in get_args(declared) if one is not type(None)]
    if get_origin(declared) is tuple:
        yield from places(inner[0], f"{place}[]")
    elif isinstance(declared, UnionType) or get_origin(declared) is Union:
        yield from places(inner[0], place)
    elif (
        isinstance(declared, type) and is_dataclass(declared) and declared is not Words
    ):
        for name, hint in get_type_hints(declared).items():
            yield from places(hint, f"{place}.{name}".removeprefix("."))
    else:
        yield place


def said(value: object, place: str = "", label: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a definition declares: the place, and the words for it."""
    match value:
        case None | () | False:
            return
        case Words(en=english):
            yield place, f"{label} {english}".strip()
        case tuple():
            for one in value:
                yield from said(one, f"{place}[]", getattr(one, "key", label))
        case _ if is_dataclass(value):
            for field in fields(value):
                inside = f"{place}.{field.name}".removeprefix(".")
                yield from said(getattr(value, field.name), inside, label)
        case _:
            named = "" if place.endswith("key") or not label else f"{label} "
            yield place, f"{named}{value}"


def named(one: object) -> object:
    """Return what an entry of a list is known by: its key, its role, or itself."""
    return getattr(one, "key", getattr(one, "role", one))


def entries(declared: object, place: str) -> Iterator[Names]:
    """Yield what is declared at a place, each by the names that lead to it."""
    step, _, rest = place.partition(".")
    value = getattr(declared, step.removesuffix("[]"), None)
    if step.endswith("[]"):
        for one in value or ():
            for names in entries(one, rest) if rest else ((),):
                yield named(one), *names
    elif rest:
        yield from entries(value, rest)
    elif value not in (None, ()) and value is not False:
        yield ()


def changed(declared: Any, place: str, names: Names | None, change: Change) -> Any:
    """Return a definition in which what these names lead to was changed.

    Without names everything at the place is. An entry of a list becomes several.
    """
    step, _, rest = place.partition(".")
    name = step.removesuffix("[]")
    value = getattr(declared, name)
    if step.endswith("[]"):
        value = tuple(
            each for one in value for each in _entry(one, rest, names, change)
        )
    elif not rest:
        value = change(value)
    elif value is not None:
        value = changed(value, rest, names, change)
    return replace(declared, **{name: value})


def _entry(
    one: Any, rest: str, names: Names | None, change: Change
) -> tuple[object, ...]:
    if names is not None and named(one) != names[0]:
        return (one,)
    if rest:
        return (changed(one, rest, None if names is None else names[1:], change),)
    return tuple(change(one))
