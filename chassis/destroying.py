"""Streams that are destroyed whole: what is left is where each ended, under a record."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.postgres import Connection


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A stream that is gone, how far it went, and under which record it was destroyed."""

    stream_id: UUID
    version: int
    hash: bytes
    record_id: UUID
    destroyed_at: datetime


async def destroy(
    connection: Connection, stream_ids: Collection[UUID], record_id: UUID, at: datetime
) -> None:
    """Destroy streams and their timers; in the transaction of what is kept of them."""
    await connection.execute(_NOTE, list(stream_ids), record_id, at)
    await connection.execute(_EVENTS, list(stream_ids))
    await connection.execute(_TIMERS, list(stream_ids))


async def destroyed(
    connection: Connection, stream_ids: Collection[UUID]
) -> list[Destroyed]:
    """Return those of the streams that were destroyed, in the order of their ids."""
    rows = await connection.fetch(_DESTROYED, list(stream_ids))
    return [Destroyed(**row) for row in rows]


_NOTE = """
insert into destroyed_stream (stream_id, version, hash, record_id, destroyed_at)
select distinct on (stream_id) stream_id, version, hash, $2, $3
from event where stream_id = any($1::uuid[]) order by stream_id, version desc
"""

_EVENTS = "delete from event where stream_id = any($1::uuid[])"

_TIMERS = "delete from timer where stream_id = any($1::uuid[])"

_DESTROYED = """
select stream_id, version, hash, record_id, destroyed_at
from destroyed_stream where stream_id = any($1::uuid[]) order by stream_id
"""
