"""What happened, append-only: each row carries the hash of the one before.

The hash is SHA-256 over the previous hash and the RFC 8785 canonical JSON of
the row, so that anyone can check a history without this program.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args
from uuid import UUID

import rfc8785

from chassis.correlation import correlation_id
from chassis.postgres import Connection
from chassis.shapes import adapter

type Json = dict[str, Json] | list[Json] | str | int | float | bool | None


class Conflict(Exception):
    """Somebody else changed the aggregate first; nothing was written."""


@dataclass(frozen=True, slots=True)
class Recorded[Event]:
    """One event as it stands in the history."""

    stream_id: UUID
    version: int
    event: Event
    actor: str
    occurred_at: datetime
    correlation_id: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Entry[Event]:
    """A recorded event with what its row holds beside: type, and data as JSON."""

    recorded: Recorded[Event]
    type: str
    data: str


class Place(NamedTuple):
    """Behind which row of a stream the next one is written."""

    version: int = 0
    hash: bytes = b""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the history does not hold together."""

    stream_id: UUID
    version: int
    fault: Literal["gap", "altered", "cut", "rewritten"]  # the last two by a head


class EventCodec[Event]:
    """Turns the events of one union of dataclasses into JSON and back, by name."""

    def __init__(self, *event_types: type[Event]) -> None:
        self._types = {event_type.__name__: event_type for event_type in event_types}

    @classmethod
    def of(cls, union: object) -> "EventCodec[Event]":
        """Make the codec of a union, or of a type alias for one."""
        return cls(*get_args(getattr(union, "__value__", union)))

    def encode(self, event: Event) -> tuple[str, Json]:
        """Return the name of the event's type and its data as JSON."""
        name = type(event).__name__
        return name, adapter(self._types[name]).dump_python(event, mode="json")

    def decode(self, name: str, data: str) -> Event:
        """Return the event that was stored under this name as JSON."""
        return adapter(self._types[name]).validate_json(data)


class History[Event]:
    """The streams of one service; writes belong to the caller's transaction."""

    def __init__(self, codec: EventCodec[Event]) -> None:
        self._codec = codec

    async def load(
        self, connection: Connection, stream_id: UUID
    ) -> list[Recorded[Event]]:
        """Return the stream's events, oldest first; none if there is no such stream."""
        rows = await connection.fetch(_LOAD, stream_id)
        return [
            Recorded(
                stream_id=stream_id,
                version=row["version"],
                event=self._codec.decode(row["type"], row["data"]),
                actor=row["actor"],
                occurred_at=row["occurred_at"],
                correlation_id=row["correlation_id"],
                hash=row["hash"],
            )
            for row in rows
        ]

    def entries(
        self,
        behind: Place,
        stream_id: UUID,
        events: Iterable[Event],
        *,
        actor: str,
        at: datetime,
    ) -> list[Entry[Event]]:
        """Return the rows of events that come behind a place, chained to it."""
        version, previous = behind.version, behind.hash
        correlation = correlation_id() or "none"
        entries: list[Entry[Event]] = []
        for event in events:
            version += 1
            name, value = self._codec.encode(event)
            data = canonical(value)
            previous = link(previous, stream_id, version, name, data, actor, at)
            recorded = Recorded(
                stream_id, version, event, actor, at, correlation, previous
            )
            entries.append(Entry(recorded, name, data))
        return entries


def canonical(value: Json) -> str:
    """Return the canonical JSON of a value, by RFC 8785.

    The encoder of the standard library, in C, writes the same where the value has no
    number that ECMAScript writes otherwise and no key that UTF-16 sorts otherwise.
    """
    text = _encode(value)
    if _UNSURE_NUMBER.search(f":{text}") or _is_wide(text):
        return rfc8785.dumps(value).decode()
    return text


def _is_wide(text: str) -> bool:
    """Tell whether UTF-16 writes a character of a text as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


def link(  # noqa: PLR0913, PLR0917 - these are the columns that the hash covers
    previous: bytes,
    stream_id: UUID,
    version: int,
    name: str,
    data: str,
    actor: str,
    at: datetime,
) -> bytes:
    """Return the hash of one row, given the hash of the row before (b"" if first).

    The data are canonical JSON already; the rest is put around it in order.
    """
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    row = (
        f'{{"actor":{_encode(actor)},"data":{data},"occurred_at":"{instant}",'
        f'"stream_id":"{stream_id}","type":{_encode(name)},"version":{version}}}'
    )
    return hashlib.sha256(previous + row.encode()).digest()


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode

# A float with an exponent or without a fraction, an integer beyond 2^53, or no number
# at all. The pattern begins with what stands before a number, which is quick to look for,
# and passes over what stands before a text.
_UNSURE_NUMBER = re.compile(
    r"[\[:,](?=[-\dNI])-?(?:\d+\.0(?!\d)|[\d.]+e|\d{16}|NaN|Infinity)"
)


async def verify(
    connection: Connection, stream_id: UUID | None = None
) -> tuple[int, list[Break]]:
    """Recompute every hash; return how many rows were read, and where they disagree."""
    breaks: list[Break] = []
    count = 0
    stream, previous, expected = None, b"", 1
    async with connection.transaction(readonly=True):
        async for row in connection.cursor(_VERIFY, stream_id):
            count += 1
            if row["stream_id"] != stream:
                stream, previous, expected = row["stream_id"], b"", 1
            computed = link(
                previous,
                row["stream_id"],
                row["version"],
                row["type"],
                canonical(row["data"]),
                row["actor"],
                row["occurred_at"],
            )
            if row["version"] != expected:
                breaks.append(Break(row["stream_id"], expected, "gap"))
            elif row["hash"] != computed:
                breaks.append(Break(row["stream_id"], row["version"], "altered"))
            previous, expected = row["hash"], row["version"] + 1
    return count, breaks


_LOAD = """
select version, type, data::text, actor, occurred_at, correlation_id, hash
from event where stream_id = $1 order by version
"""

_VERIFY = """
select stream_id, version, type, data, actor, occurred_at, hash
from event where $1::uuid is null or stream_id = $1 order by stream_id, version
"""
