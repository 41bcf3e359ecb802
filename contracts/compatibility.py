"""Tells whether two versions of a message can live in one stream.

The stream keeps everything for ever and services are updated one at a time. So a new
reader must take what was written before (backward), and a reader that was not updated
yet must take what is written now (forward). Both are one question, asked twice: does
the reader's schema accept whatever the writer's schema allows?
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

type Schema = dict[str, Any]
type Direction = Literal["backward", "forward"]

_ANNOTATIONS = frozenset(
    {"$defs", "default", "deprecated", "description", "examples", "title"}
)
_STRUCTURE = frozenset(
    {"additionalProperties", "const", "enum", "items", "properties", "required", "type"}
)
_LOWER_BOUNDS = frozenset(
    {"exclusiveMinimum", "minItems", "minLength", "minProperties", "minimum"}
)
_UPPER_BOUNDS = frozenset(
    {"exclusiveMaximum", "maxItems", "maxLength", "maxProperties", "maximum"}
)
_ANYTHING: Schema = {}
_NOTHING: Schema = {"not": {}}


@dataclass(frozen=True, slots=True)
class Break:
    """One way in which the two versions misunderstand each other."""

    direction: Direction
    path: str  # $ is the message, [] any item of a list, * any key of a map
    sentence: str


def breaks(old: Schema, new: Schema) -> list[Break]:
    """Every misunderstanding between *old* and *new*; none for a safe change."""
    backward = _Reading(reader=new, writer=old, direction="backward")
    forward = _Reading(reader=old, writer=new, direction="forward")
    return [*backward.gaps(new, old, "$"), *forward.gaps(old, new, "$")]


class _Reading:
    """Walks two schemas side by side, asking what the reader would refuse."""

    def __init__(self, reader: Schema, writer: Schema, direction: Direction) -> None:
        self._reader_parts: Schema = reader.get("$defs", {})
        self._writer_parts: Schema = writer.get("$defs", {})
        self._direction: Direction = direction
        self._open: set[tuple[str, str]] = set()  # why: a part may contain itself

    def gaps(self, reader: object, writer: object, path: str) -> list[Break]:
        """What *writer* allows and *reader* refuses."""
        pair = (_reference(reader), _reference(writer))
        if all(pair):
            if pair in self._open:
                return []
            self._open.add(pair)
        understood = list(_alternatives(reader, self._reader_parts))
        found = [
            gap
            for written in _alternatives(writer, self._writer_parts)
            for gap in self._best(understood, written, path)
        ]
        self._open.discard(pair)
        return found

    def _best(
        self, understood: list[Schema], written: Schema, path: str
    ) -> list[Break]:
        """The gaps to the alternative of the reader that comes nearest."""
        if written == _NOTHING:
            return []
        fitting = [one for one in understood if _takes_type(one, written)]
        if not fitting:
            expected = " or ".join(_type(one) for one in understood)
            return [
                self._gap(
                    path,
                    "{reader} expects %s, {message} may hold %s",
                    expected,
                    _type(written),
                )
            ]
        return min((self._of_one(one, written, path) for one in fitting), key=len)

    def _of_one(self, reader: Schema, writer: Schema, path: str) -> list[Break]:
        return [
            *self._values(reader, writer, path),
            *self._constraints(reader, writer, path),
            *self._required(reader, writer, path),
            *self._properties(reader, writer, path),
            *self._other_properties(reader, writer, path),
            *self._items(reader, writer, path),
        ]

    def _values(self, reader: Schema, writer: Schema, path: str) -> Iterator[Break]:
        known, used = _values_of(reader), _values_of(writer)
        if known is None:
            return
        strange = ["anything else"] if used is None else sorted(used - known)
        if strange:
            yield self._gap(
                path,
                "{reader} knows only %s, {message} may hold %s",
                ", ".join(sorted(known)),
                ", ".join(strange),
            )

    def _constraints(
        self, reader: Schema, writer: Schema, path: str
    ) -> Iterator[Break]:
        for keyword in sorted(reader.keys() - _ANNOTATIONS - _STRUCTURE):
            demand, promise = reader[keyword], writer.get(keyword)
            if not _kept(keyword, demand, promise):
                yield self._gap(
                    path,
                    "{reader} demands %s, {message} keeps to %s",
                    f"{keyword} {demand}",
                    "none" if promise is None else f"{keyword} {promise}",
                )

    def _required(self, reader: Schema, writer: Schema, path: str) -> Iterator[Break]:
        always = set(writer.get("required", ()))
        for name in reader.get("required", ()):
            if name not in always:
                yield self._gap(
                    f"{path}.{name}",
                    "{reader} needs this field, {message} may lack it",
                )

    def _properties(self, reader: Schema, writer: Schema, path: str) -> Iterator[Break]:
        read: Schema = reader.get("properties", {})
        written: Schema = writer.get("properties", {})
        others_read = reader.get("additionalProperties", True)
        others_written = writer.get("additionalProperties", True)
        for name, value in read.items():
            # why: a writer that is open to more still writes only what it declares
            if name in written or isinstance(others_written, dict):
                other = written.get(name, others_written)
                yield from self.gaps(value, other, f"{path}.{name}")
        for name in written.keys() - read.keys():
            yield from self.gaps(others_read, written[name], f"{path}.{name}")

    def _other_properties(
        self, reader: Schema, writer: Schema, path: str
    ) -> Iterator[Break]:
        read = reader.get("additionalProperties", True)
        written = writer.get("additionalProperties", True)
        if "object" in {_type(reader), _type(writer)} and written is not False:
            yield from self.gaps(read, written, f"{path}.*")

    def _items(self, reader: Schema, writer: Schema, path: str) -> Iterator[Break]:
        if "items" in reader:
            written = writer.get("items", _ANYTHING)
            yield from self.gaps(reader["items"], written, f"{path}[]")

    def _gap(self, path: str, sentence: str, *facts: str) -> Break:
        backward = self._direction == "backward"
        sides = {
            "reader": "the new reader" if backward else "an earlier reader",
            "message": "an earlier message" if backward else "a new message",
        }
        return Break(self._direction, path, sentence.format(**sides) % facts)


def _reference(schema: object) -> str:
    return str(schema.get("$ref", "")) if isinstance(schema, dict) else ""


def _alternatives(schema: object, parts: Schema) -> Iterator[Schema]:
    """The schemas, of one type each, of which a value must meet any one."""
    if not isinstance(schema, dict):
        yield _ANYTHING if schema is True else _NOTHING
    elif "$ref" in schema:
        yield from _alternatives(parts[schema["$ref"].rpartition("/")[2]], parts)
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _alternatives(one, parts)
    elif isinstance(schema.get("type"), list):
        for one in schema["type"]:
            yield {**schema, "type": one}
    else:
        yield schema


def _type(schema: Schema) -> str:
    return str(schema.get("type", "anything" if schema != _NOTHING else "nothing"))


def _takes_type(reader: Schema, writer: Schema) -> bool:
    expected = _type(reader)
    return expected in {"anything", _type(writer)} or (
        expected == "number" and _type(writer) == "integer"
    )


def _values_of(schema: Schema) -> set[str] | None:
    """The closed list of values as texts, or None when any value will do."""
    if "const" in schema:
        return {json.dumps(schema["const"])}
    return {json.dumps(one) for one in schema["enum"]} if "enum" in schema else None


def _kept(keyword: str, demand: Any, promise: Any) -> bool:
    """Whether a writer's *promise* meets a reader's *demand*."""
    if promise is None:
        return False
    if keyword in _LOWER_BOUNDS:
        return bool(promise >= demand)
    if keyword in _UPPER_BOUNDS:
        return bool(promise <= demand)
    return bool(promise == demand)
