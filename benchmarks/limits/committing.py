"""Group commit by one writer: what waits together is one statement and one commit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from json import dumps
from uuid import UUID

from benchmarks.limits.tables import SUBJECT, event, headers, message
from chassis.ids import new_id
from chassis.postgres import OwnConnection

_MOST = 256
_HASH = bytes(32)
_EVENT, _MESSAGE, _ANSWER = event(), message(), message()


class StaleError(Exception):
    """Somebody else was first; nothing was written for this command."""


@dataclass(frozen=True, slots=True)
class Given:
    """One command that waits, and whom to tell."""

    id: UUID
    version: int  # that it makes
    key: str  # for idempotency; empty for none
    message_id: UUID
    done: asyncio.Future[None]


class Writer:
    """The one writer; a lone command waits for nobody."""

    def __init__(self, connection: OwnConnection, wake: Callable[[], object]) -> None:
        self._connection = connection
        self._wake = wake
        self._waiting: list[Given] = []
        self._at_work: asyncio.Task[None] | None = None

    async def write(self, partnership: UUID, version: int, key: str = "") -> UUID:
        """Return the id of the message, once the command is durable.

        StaleError when it lost a race.
        """
        done = asyncio.get_running_loop().create_future()
        message_id = new_id()
        self._waiting.append(Given(partnership, version, key, message_id, done))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._work())
        await done
        return message_id

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            rows = await self._connection.fetch(_COMMIT, *_columns(batch))
            written = {row["id"] for row in rows}
            self._wake()
            for one in batch:
                if one.id in written:
                    one.done.set_result(None)
                else:
                    one.done.set_exception(StaleError(str(one.id)))
        self._at_work = None


def _columns(batch: list[Given]) -> tuple[list[object], ...]:
    return (
        [one.id for one in batch],
        [one.version for one in batch],
        [_EVENT for _ in batch],
        [_HASH for _ in batch],
        [one.message_id for one in batch],
        [f"{SUBJECT}.{one.id}" for one in batch],
        [dumps(headers(one.id, one.version, one.message_id)) for one in batch],
        [_MESSAGE for _ in batch],
        [one.key for one in batch],
        [_ANSWER for _ in batch],
    )


_COMMIT = """
with given as (
    select * from unnest(
        $1::uuid[], $2::int[], $3::jsonb[], $4::bytea[], $5::uuid[], $6::text[],
        $7::jsonb[], $8::text[], $9::text[], $10::text[]
    ) with ordinality as one (
        id, version, data, hash, message_id, subject, headers, body, key, answer, place
    )
), moved as (
    update state set version = given.version, updated_at = now()
    from given where state.id = given.id and state.version = given.version - 1
    returning state.id
), written as (
    insert into event
        (stream_id, version, type, data, actor, occurred_at, correlation_id, hash)
    select id, version, 'ProposalRevised', data, 'staff:bench', now(),
           '018f0000-0000-7000-8000-000000000000', hash
    from given join moved using (id)
), posted as (
    insert into outbox (message_id, subject, headers, body)
    select message_id, subject, headers, body
    from given join moved using (id) order by place
), kept as (
    insert into answer (principal, key, fingerprint, status, headers, body)
    select 'staff:bench', key, encode(hash, 'hex'), 200, '{"ETag": "2"}', answer
    from given join moved using (id) where key <> ''
)
select id from moved
"""
