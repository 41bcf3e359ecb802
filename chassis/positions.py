"""How far a service has come in the stream: the truth about it, beside the effects."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chassis.jetstream import Standing
from chassis.postgres import Connection

type Reader = Literal["consumer", "relay"]


class Overtaken(Exception):
    """The position is not where it was left: somebody else hears, or this happened."""

    def __init__(self, left_at: int) -> None:
        super().__init__(f"The position is not {left_at} any more.")


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a consumer goes on, and how many began there and never got any further."""

    sequence: int
    starts: int


async def begin(connection: Connection, stream: Standing, *, again: bool) -> Begun:
    """Return where to go on in this stream; *again* when the same process does.

    At its beginning when it is another stream than before, or ends before we were:
    then its store was lost, or is that of a backup.
    """
    row = await connection.fetchrow(_BEGIN, stream.identity, stream.last, not again)
    if row is None:
        raise LookupError("PostgreSQL returned no position.")
    return Begun(row["sequence"], row["starts"])


async def claim(
    connection: Connection, identity: str, step: tuple[int, int], ids: Sequence[UUID]
) -> set[UUID]:
    """Move on from one sequence to another; return the messages new in the inbox."""
    row = await connection.fetchrow(_CLAIM, identity, *step, ids)
    if row is None or not row["moved"]:
        raise Overtaken(step[0])
    return set(row["claimed"])


async def known(connection: Connection, reader: Reader) -> tuple[str, int] | None:
    """Return which stream a reader was in last, and how far."""
    row = await connection.fetchrow(_KNOWN, reader)
    return None if row is None else (row["stream"], row["sequence"])


async def note(connection: Connection, reader: Reader, stream: Standing) -> None:
    """Note which stream a reader is in, and how far it had come then."""
    await connection.execute(_NOTE, reader, stream.identity, stream.last)


_BEGIN = """
insert into stream_position as here (reader, stream, sequence, starts)
values ('consumer', $1, 0, ($3 and $2 > 0)::int)
on conflict (reader) do update set
    stream = excluded.stream,
    sequence = case when here.stream = $1 and here.sequence <= $2
        then here.sequence else 0 end,
    starts = case when here.stream = $1 and here.sequence <= $2
        then here.starts else 0 end + ($3 and here.sequence <> $2)::int
returning sequence, starts
"""

# What takes effect with it begins with this: in the stream $1, from $2 to $3.
MOVED = """
with moved as (
    update stream_position set sequence = $3, starts = 0
    where reader = 'consumer' and stream = $1 and sequence = $2
    returning true
)
"""

_CLAIMED = """
, claimed as (
    insert into inbox (message_id)
    select id from unnest($4::uuid[]) as id where exists (select from moved)
    on conflict do nothing
    returning message_id
)
select exists (select from moved) as moved,
    array(select message_id from claimed) as claimed
"""

_CLAIM = MOVED + _CLAIMED

_KNOWN = "select stream, sequence from stream_position where reader = $1"

_NOTE = """
insert into stream_position (reader, stream, sequence) values ($1, $2, $3)
on conflict (reader) do update
    set stream = excluded.stream, sequence = excluded.sequence
"""
