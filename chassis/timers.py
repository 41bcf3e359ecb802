"""What must happen by itself, as rows: each due instant fires once, also after downtime."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from chassis.clock import Clock
from chassis.decider import Refusal
from chassis.history import Conflict
from chassis.postgres import Connection, Database, is_transient

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """A timer whose instant has come."""

    stream_id: UUID
    name: str
    due_at: datetime


type Fire = Callable[[Connection, Due], Awaitable[None]]


async def plan(
    connection: Connection, stream_id: UUID, due: Mapping[str, datetime]
) -> None:
    """Let these, and no others, be the stream's pending timers.

    A name and instant that have fired never fire again.
    """
    await connection.execute(_PLAN, stream_id, list(due), list(due.values()))


class Timers:
    """Fires one service's timers in the order in which they fell due."""

    def __init__(self, database: Database, clock: Clock, fire: Fire) -> None:
        self._database = database
        self._clock = clock
        self._fire = fire

    async def fire_due(self) -> None:
        """Fire everything that is due now."""
        while await self._fire_next():
            pass

    async def _fire_next(self) -> bool:
        due: Due | None = None
        try:
            async with self._database.transaction() as connection:
                row = await connection.fetchrow(_NEXT, self._clock.now())
                if row is None:
                    return False
                due = Due(row["stream_id"], row["name"], row["due_at"])
                # Marked first: what it sets off may plan this stream's timers anew.
                await connection.execute(_FIRED, *_key(due), self._clock.now())
                await self._let_happen(connection, due)
        except Conflict:
            return True
        except Exception as error:
            # The edge: one timer that fails must not hold up the others.
            if due is None or is_transient(error):
                raise
            await self._put_off(due, error)
        return True

    async def _let_happen(self, connection: Connection, due: Due) -> None:
        try:
            async with connection.transaction():
                await self._fire(connection, due)
        except Refusal as refusal:
            # What it was for has been settled in another way meanwhile.
            log.info("timer_moot", name=due.name, code=refusal.code)

    async def _put_off(self, due: Due, error: Exception) -> None:
        """Try a timer that fails again in a minute; the others go on."""
        log.error(
            "timer_failed", name=due.name, stream_id=str(due.stream_id), exc_info=error
        )
        async with self._database.transaction() as connection:
            await connection.execute(_PUT_OFF, *_key(due), repr(error)[:2000])


def _key(due: Due) -> tuple[UUID, str, datetime]:
    return due.stream_id, due.name, due.due_at


_PLAN = """
with wanted as (
    select $1::uuid as stream_id, name, due_at
    from unnest($2::text[], $3::timestamptz[]) as due (name, due_at)
), dropped as (
    delete from timer
    where stream_id = $1 and fired_at is null
      and (name, due_at) not in (select name, due_at from wanted)
)
insert into timer (stream_id, name, due_at) select * from wanted
on conflict do nothing
"""

_NEXT = """
select stream_id, name, due_at from timer
where fired_at is null and due_at <= $1
  and (retry_at is null or retry_at <= clock_timestamp())
order by due_at, stream_id, name limit 1 for update skip locked
"""

_FIRED = """
update timer set fired_at = $4, fault = null
where stream_id = $1 and name = $2 and due_at = $3
"""

_PUT_OFF = """
update timer set retry_at = clock_timestamp() + interval '1 minute', fault = $4
where stream_id = $1 and name = $2 and due_at = $3
"""
