"""Takes the guesses out of a pydantic schema, leaf by leaf.

Pydantic's own strict mode would refuse ids, dates and decimals that come as the
strings JSON has for them, because FastAPI validates values that it has parsed.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import LiteralString

from pydantic_core import CoreSchema, PydanticCustomError

type _Node = dict[str, object]

_PARTS = (
    "schema",
    "items_schema",
    "values_schema",
    "fields",
    "choices",
    "definitions",
    "json_schema",
    "python_schema",
    "lax_schema",
)


def strict(schema: CoreSchema) -> CoreSchema:
    """Make every leaf refuse what is only nearly of its type, in place."""
    for leaf in tuple(_leaves(schema)):
        match leaf["type"]:
            case "int" | "bool" | "float":
                leaf["strict"] = True
            case "str":
                leaf["strict"] = True
                _check_first(leaf, _without_nul)
            case "decimal":
                _check_first(leaf, _no_float)
            case "date":
                _check_first(leaf, _no_number_for_date)
            case "datetime":
                _check_first(leaf, _no_number_for_instant)
            case _:
                pass
    return schema


def _leaves(node: object) -> Iterator[_Node]:
    if isinstance(node, list | tuple):
        for part in node:
            yield from _leaves(part)
    elif isinstance(node, dict) and isinstance(node.get("type"), str):
        if _is_checked(node):
            return
        yield node
        for name in _PARTS:
            yield from _leaves(node.get(name))
        yield from _text_leaves(node.get("keys_schema"))
    elif isinstance(node, dict):
        for part in node.values():
            yield from _leaves(part)


def _is_checked(node: _Node) -> bool:
    """Tell a leaf that was made strict already, for a model inside another."""
    function = node.get("function")
    return isinstance(function, dict) and function.get("function") in _CHECKS


def _text_leaves(keys: object) -> Iterator[_Node]:
    # Why only text: JSON has no other keys, so a number as a key is no guess.
    return (leaf for leaf in _leaves(keys) if leaf["type"] == "str")


def _check_first(leaf: _Node, check: Callable[[object], object]) -> None:
    inner = dict(leaf)
    leaf.clear()
    leaf["type"] = "function-before"
    leaf["function"] = {"type": "no-info", "function": check}
    leaf["schema"] = inner


def _without_nul(value: object) -> object:
    if isinstance(value, str) and "\0" in value:
        raise PydanticCustomError("control_character", "NUL is not text")
    return value


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise PydanticCustomError("decimal_type", "A float is not exact")
    return value


def _no_number_for_date(value: object) -> object:
    return _no_number("date_type", value)


def _no_number_for_instant(value: object) -> object:
    return _no_number("datetime_type", value)


def _no_number(error_type: LiteralString, value: object) -> object:
    if not isinstance(value, str | date):
        raise PydanticCustomError(error_type, "A number is no date")
    return value


_CHECKS = (_without_nul, _no_float, _no_number_for_date, _no_number_for_instant)
