"""Which changes of a schema are caught, in which direction, and at which place."""

from typing import Any

import pytest

from contracts.compatibility import Break, breaks

type Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
MAYBE_TEXT: Schema = {"anyOf": [{"type": "string"}, {"type": "null"}]}
DAY: Schema = {"type": "string", "format": "date"}


def message(required: tuple[str, ...] = (), **properties: object) -> Schema:
    """An open object schema, as a message has it."""
    return {"type": "object", "properties": properties, "required": list(required)}


def places(found: list[Break]) -> list[tuple[str, str]]:
    """Where the breaks are, without their sentences."""
    return sorted((one.direction, one.path) for one in found)


BOTH_AT_NAME = [("backward", "$.name"), ("forward", "$.name")]
BACKWARD_AT_NAME = [("backward", "$.name")]
FORWARD_AT_NAME = [("forward", "$.name")]

CHANGES = {
    "a required field is added": (
        message(),
        message(("name",), name=TEXT),
        BACKWARD_AT_NAME,
    ),
    "an optional field is added": (message(), message(name=TEXT), []),
    "a required field is removed": (
        message(("name",), name=TEXT),
        message(),
        FORWARD_AT_NAME,
    ),
    "an optional field is removed": (message(name=TEXT), message(), []),
    "an optional field becomes required": (
        message(name=TEXT),
        message(("name",), name=TEXT),
        BACKWARD_AT_NAME,
    ),
    "a required field becomes optional": (
        message(("name",), name=TEXT),
        message(name=TEXT),
        FORWARD_AT_NAME,
    ),
    "a type changes": (message(name=TEXT), message(name=WHOLE), BOTH_AT_NAME),
    "a whole number becomes any number": (
        message(name=WHOLE),
        message(name=NUMBER),
        FORWARD_AT_NAME,
    ),
    "a number becomes a whole number": (
        message(name=NUMBER),
        message(name=WHOLE),
        BACKWARD_AT_NAME,
    ),
    "a field may now be null": (
        message(name=TEXT),
        message(name=MAYBE_TEXT),
        FORWARD_AT_NAME,
    ),
    "a field may no longer be null": (
        message(name=MAYBE_TEXT),
        message(name=TEXT),
        BACKWARD_AT_NAME,
    ),
    "null is written as a list of types": (
        message(name=MAYBE_TEXT),
        message(name={"type": ["string", "null"]}),
        [],
    ),
    "any value is now allowed": (
        message(name=TEXT),
        message(name={}),
        FORWARD_AT_NAME,
    ),
    "a list of values is narrowed": (
        message(name={"enum": ["green", "tech"]}),
        message(name={"enum": ["green"]}),
        BACKWARD_AT_NAME,
    ),
    "a list of values grows": (
        message(name={"enum": ["green"]}),
        message(name={"enum": ["green", "tech"]}),
        FORWARD_AT_NAME,
    ),
    "a free text becomes a list of values": (
        message(name=TEXT),
        message(name={"type": "string", "enum": ["green"]}),
        BACKWARD_AT_NAME,
    ),
    "a constant becomes another": (
        message(name={"const": 1}),
        message(name={"const": "1"}),
        BOTH_AT_NAME,
    ),
    "a constant becomes a list that holds it": (
        message(name={"const": "green"}),
        message(name={"enum": ["green", "tech"]}),
        FORWARD_AT_NAME,
    ),
    "a format changes": (
        message(name=DAY),
        message(name={"type": "string", "format": "date-time"}),
        BOTH_AT_NAME,
    ),
    "a format is added": (message(name=TEXT), message(name=DAY), BACKWARD_AT_NAME),
    "a format is dropped": (message(name=DAY), message(name=TEXT), FORWARD_AT_NAME),
    "a pattern changes": (
        message(name={"type": "string", "pattern": "^a"}),
        message(name={"type": "string", "pattern": "^b"}),
        BOTH_AT_NAME,
    ),
    "a smallest value is raised": (
        message(name={"type": "integer", "minimum": 1}),
        message(name={"type": "integer", "minimum": 2}),
        BACKWARD_AT_NAME,
    ),
    "a largest value is raised": (
        message(name={"type": "integer", "maximum": 5}),
        message(name={"type": "integer", "maximum": 6}),
        FORWARD_AT_NAME,
    ),
    "an unknown rule appears": (
        message(name=TEXT),
        message(name={"type": "string", "not": {"const": ""}}),
        BACKWARD_AT_NAME,
    ),
    "only words about it change": (
        message(name={"type": "string", "title": "Name", "description": "Old."}),
        message(name={"type": "string", "title": "Navn", "default": "x"}),
        [],
    ),
    "a type changes inside an object": (
        message(name=message(day=DAY)),
        message(name=message(day=WHOLE)),
        [("backward", "$.name.day"), ("forward", "$.name.day")],
    ),
    "a field of an item becomes required": (
        message(name={"type": "array", "items": message(day=DAY)}),
        message(name={"type": "array", "items": message(("day",), day=DAY)}),
        [("backward", "$.name[].day")],
    ),
    "a list of anything becomes a list of texts": (
        message(name={"type": "array"}),
        message(name={"type": "array", "items": TEXT}),
        [("backward", "$.name[]")],
    ),
    "a list becomes a single value": (
        message(name={"type": "array", "items": TEXT}),
        message(name=TEXT),
        BOTH_AT_NAME,
    ),
    "the values of a map change": (
        message(name={"type": "object", "additionalProperties": TEXT}),
        message(name={"type": "object", "additionalProperties": WHOLE}),
        [("backward", "$.name.*"), ("forward", "$.name.*")],
    ),
    "a map becomes a closed object that reads one of its keys": (
        {"type": "object", "additionalProperties": WHOLE},
        {
            "type": "object",
            "properties": {"name": TEXT},
            "additionalProperties": False,
        },
        [("backward", "$.*"), ("backward", "$.name"), ("forward", "$.name")],
    ),
    "an object is closed": (
        message(name=TEXT),
        {"type": "object", "properties": {}, "additionalProperties": False},
        [("backward", "$.*"), ("backward", "$.name")],
    ),
    "a field that nobody may write is described": (
        message(name=False),
        message(name=TEXT),
        FORWARD_AT_NAME,
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_caught_where_it_hurts(
    old: Schema, new: Schema, expected: list[tuple[str, str]]
) -> None:
    """Safe changes pass; others are named by direction and place."""
    found = breaks(old, new)

    assert places(found) == expected


@pytest.mark.parametrize("name", CHANGES)
def test_a_schema_agrees_with_itself(name: str) -> None:
    """No change, no break: the checker does not cry wolf."""
    old, new, _ = CHANGES[name]

    assert breaks(old, old) == []
    assert breaks(new, new) == []


def test_a_shared_part_is_followed_to_its_definition() -> None:
    """A break inside a part is found through the field that refers to it."""
    parties = {"type": "array", "items": {"$ref": "#/$defs/Party"}}
    old = message(parties=parties) | {"$defs": {"Party": message(role=TEXT)}}
    new = message(parties=parties) | {"$defs": {"Party": message(role=WHOLE)}}

    assert places(breaks(old, new)) == [
        ("backward", "$.parties[].role"),
        ("forward", "$.parties[].role"),
    ]


def test_a_part_that_contains_itself_is_walked_once() -> None:
    """A tree of parts ends the walk instead of going round for ever."""
    branch = {"type": "array", "items": {"$ref": "#/$defs/Branch"}}
    root: Schema = {"$ref": "#/$defs/Branch"}
    old = root | {"$defs": {"Branch": message(branches=branch, name=TEXT)}}
    new = root | {"$defs": {"Branch": message(branches=branch, name=WHOLE)}}

    assert places(breaks(old, new)) == BOTH_AT_NAME


def test_of_several_alternatives_the_nearest_is_compared() -> None:
    """A text that may be a date or a code is read as the one that fits."""
    code = {"type": "string", "pattern": "^G"}
    old = message(name=code)
    new = message(name={"anyOf": [DAY, code]})

    assert places(breaks(old, new)) == FORWARD_AT_NAME


SENTENCES = {
    "missing": (
        message(),
        message(("name",), name=TEXT),
        "the new reader needs this field, an earlier message may lack it",
    ),
    "type": (
        message(name=TEXT),
        message(name=MAYBE_TEXT),
        "an earlier reader expects string, a new message may hold null",
    ),
    "value": (
        message(name={"enum": ["green"]}),
        message(name={"enum": ["green", "tech"]}),
        'an earlier reader knows only "green", a new message may hold "tech"',
    ),
    "any value": (
        message(name={}),
        message(name={"enum": ["green"]}),
        'the new reader knows only "green", an earlier message may hold anything else',
    ),
    "rule": (
        message(name=TEXT),
        message(name=DAY),
        "the new reader demands format date, an earlier message keeps to none",
    ),
    "other rule": (
        message(name={"type": "integer", "maximum": 5}),
        message(name={"type": "integer", "maximum": 6}),
        "an earlier reader demands maximum 5, a new message keeps to maximum 6",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_a_break_is_told_in_one_sentence(
    old: Schema, new: Schema, sentence: str
) -> None:
    """Whoever changed a message reads what would go wrong, and for whom."""
    assert [one.sentence for one in breaks(old, new)] == [sentence]
