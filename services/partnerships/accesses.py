"""Who read which case: one row for each answer, on disk before the answer leaves.

Readers who ask at the same time share a round trip; commands wait for none of it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.grouping import Grouped
from chassis.noticing import Read
from chassis.postgres import Connection, Database, columns
from chassis.shapes import adapter


@dataclass(frozen=True, slots=True)
class Access:
    """One answer that somebody got."""

    id: int
    at: datetime
    actor: str
    route: str
    partnership_id: UUID | None
    asked: Mapping[str, str]
    shown: int | None
    correlation_id: str


class Accesses:
    """The access log of partnerships, as its routes and its housekeeping see it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noting: Grouped[Read, None] = Grouped(self._note)

    async def note(self, read: Read) -> None:
        """Write down who gets an answer; return when it is on disk."""
        await self._noting.ask(read)

    async def forget(self) -> None:
        """Delete what is older than the log is kept."""
        async with self._database.reading() as connection:
            await connection.execute(_FORGET)

    async def _note(self, reads: Sequence[Read]) -> list[None]:
        rows = columns(
            (
                (
                    read.actor,
                    read.route,
                    read.subject_id,
                    json.dumps(dict(read.asked), ensure_ascii=False),
                    read.shown,
                    read.correlation_id,
                )
                for read in reads
            ),
            6,
        )
        # Why not a transaction of the pool: it would wake the relay for nothing.
        async with self._database.reading() as connection:
            await connection.execute(_NOTE, *rows)
        return [None] * len(reads)


async def accesses(
    connection: Connection, partnership_id: UUID | None, before: int | None, limit: int
) -> list[Access]:
    """Return who read a case, or anything, the last one first."""
    rows = await connection.fetch(_ACCESSES, partnership_id, before, limit)
    return [adapter(Access).validate_python(dict(row)) for row in rows]


_NOTE = """
insert into access (actor, route, partnership_id, asked, shown, correlation_id)
select actor, route, partnership_id, asked::jsonb, shown, correlation_id
from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::int[], $6::text[])
    as read (actor, route, partnership_id, asked, shown, correlation_id)
"""

_ACCESSES = """
select id, at, actor, route, partnership_id, asked, shown, correlation_id
from access
where ($1::uuid is null or partnership_id = $1) and ($2::bigint is null or id < $2)
order by id desc limit $3
"""

_FORGET = "delete from access where at < clock_timestamp() - interval '2 years'"
