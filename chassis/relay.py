"""Carries messages from the outbox to the stream: in order, each at least once.

One relay per service publishes at a time; an advisory lock on a connection of
its own makes it the one, and PostgreSQL hands the lock on when it dies.
"""

import json
from collections.abc import Sequence

import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import APIError

from chassis.ids import NewId
from chassis.postgres import Database, OwnConnection, Record, assure, hang_up
from contracts import STREAM

BATCH = 500
PUBLISH_TIMEOUT = 5.0  # seconds
LOCK = 4_212_020  # with the schema, who leads

log = structlog.get_logger(__name__)


class Relay:
    """Publishes what waits in one service's outbox."""

    def __init__(self, service: str, database: Database, new_id: NewId) -> None:
        self._service = service
        self._database = database
        self._new_id = new_id
        self._leadership: OwnConnection | None = None

    async def publish_waiting(self, client: Client) -> int:
        """Publish everything that waits; return how many, 0 when another relay leads."""
        connection = await self._leader()
        if connection is None:
            return 0
        published = 0
        while rows := await connection.fetch(_WAITING, BATCH):
            await _publish(client, rows, str(self._new_id()))
            await connection.execute(_MARK, [row["id"] for row in rows])
            published += len(rows)
        if published:
            log.debug("messages_published", service=self._service, count=published)
        return published

    async def resign(self) -> None:
        """Let another relay lead."""
        connection, self._leadership = self._leadership, None
        if connection is not None:
            await hang_up(connection)

    async def _leader(self) -> OwnConnection | None:
        if self._leadership is not None and not self._leadership.is_closed():
            return self._leadership
        connection = await self._database.connect()
        try:
            if await connection.fetchval(_LEAD, LOCK):
                await assure(connection)  # why: a message cannot be taken back
                log.info("relay_leads", service=self._service)
                self._leadership = connection
        finally:
            if self._leadership is not connection:
                await hang_up(connection)
        return self._leadership


async def _publish(client: Client, rows: Sequence[Record], batch_id: str) -> None:
    stream = client.jetstream(timeout=PUBLISH_TIMEOUT)
    if len(rows) == 1:
        await _publish_each(stream, rows)
        return
    try:
        await _publish_batch(client, rows, batch_id)
    except APIError as error:
        # A relay that died between publishing and marking left part of it there.
        log.info("batch_refused", error=error.description, count=len(rows))
        await _publish_each(stream, rows)


async def _publish_each(stream: JetStreamContext, rows: Sequence[Record]) -> None:
    for row in rows:
        body = row["body"].encode()
        await stream.publish(row["subject"], body, headers=_headers(row))


async def _publish_batch(client: Client, rows: Sequence[Record], batch_id: str) -> None:
    """Publish as one atomic batch (ADR-50 of NATS): all or nothing, one fsync."""
    for index, row in enumerate(rows[:-1], start=1):
        headers = _headers(row) | _batch_headers(batch_id, index)
        await client.publish(row["subject"], row["body"].encode(), headers=headers)
    headers = _headers(rows[-1]) | _batch_headers(batch_id, len(rows))
    headers["Nats-Batch-Commit"] = "1"
    reply = await client.request(
        rows[-1]["subject"],
        rows[-1]["body"].encode(),
        timeout=PUBLISH_TIMEOUT,
        headers=headers,
    )
    answer = json.loads(reply.data)
    if "error" in answer:
        raise APIError.from_error(answer["error"])


def _headers(row: Record) -> dict[str, str]:
    return {
        **row["headers"],
        "Nats-Msg-Id": str(row["message_id"]),
        "Nats-Expected-Stream": STREAM,
    }


def _batch_headers(batch_id: str, index: int) -> dict[str, str]:
    return {"Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(index)}


_LEAD = "select pg_try_advisory_lock($1, hashtext(current_schema()))"

_WAITING = """
select id, message_id, subject, headers, body
from outbox where published_at is null order by id limit $1
"""

# By id, one by one: a row between two of these may have committed a moment ago.
_MARK = "update outbox set published_at = clock_timestamp() where id = any($1)"
