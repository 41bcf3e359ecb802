"""Carries messages from the outbox to the stream: in order, each at least once.

One relay per service publishes at a time. It remembers which stream it published to,
and publishes everything anew to one that is not that stream.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence

import structlog
from nats.js.errors import APIError

from chassis import jetstream, positions
from chassis.client import Client, Packet
from chassis.ids import NewId
from chassis.jetstream import Standing
from chassis.leading import Leadership
from chassis.postgres import Database, OwnConnection, Record

BATCH = 500
PUBLISH_TIMEOUT = 5.0  # seconds
STINT = 1.0  # seconds of publishing; then the loop shows that it is alive
LOCK = 4_212_020  # with the schema, who publishes
_AT_ONCE = 10_000  # rows that are told anew in one statement

log = structlog.get_logger(__name__)


class Relay:
    """Publishes what waits in one service's outbox."""

    def __init__(
        self,
        service: str,
        database: Database,
        new_id: NewId,
        replicas: int = 1,
    ) -> None:
        self._service = service
        self._new_id = new_id
        self._called: Callable[[], None] | None = None
        self._replicas = replicas  # of a stream that has to be made again
        self._leadership = Leadership(service, "relay", database, LOCK)
        self._trusted: tuple[OwnConnection, int] | None = None
        self._confirmed = 0  # sequence in the stream

    def when_called(self, wake: Callable[[], None]) -> None:
        """Call *wake* when more may wait: where a step ends early, or others ask for it.

        Other relays of this service do while this one leads.
        """
        self._called = wake

    async def publish_waiting(self, client: Client, within: float = STINT) -> int:
        """Publish what waits; return how many.

        Everything, or, where ever more comes, what is begun within so many seconds. 0
        when another relay leads, which is told that something may wait.
        """
        connection = await self._leadership.held(self._called)
        if connection is None:
            await self._leadership.call()
            return 0
        await self._know_the_stream(connection, client)
        clock = asyncio.get_running_loop()
        published, until = 0, clock.time() + within
        rows = await connection.fetch(_WAITING, [], BATCH)
        while rows:
            confirmed = await self._publish(client, rows)
            ids = [row["id"] for row in rows]
            published += len(rows)
            rows = await connection.fetch(_MARK, ids, BATCH, confirmed)
            if confirmed <= self._confirmed:
                self._trusted = None  # another stream has begun to count
                await self._know_the_stream(connection, client)
                rows = await connection.fetch(_WAITING, [], BATCH)
            self._confirmed = max(confirmed, self._confirmed)
            if rows and clock.time() >= until:
                self._go_on()
                break
        if published:
            log.debug("messages_published", service=self._service, count=published)
        return published

    def _go_on(self) -> None:
        if self._called is not None:
            self._called()

    async def resign(self) -> None:
        """Let another relay lead."""
        self._trusted = None
        await self._leadership.resign()

    async def _know_the_stream(self, connection: OwnConnection, client: Client) -> None:
        """See that the stream is the one that the marks in the outbox speak of.

        It may have been replaced whenever this process or its connection is new.
        """
        trusted = connection, client.connections
        if trusted == self._trusted:
            return
        stream = await jetstream.standing(client.jetstream(timeout=5), self._replicas)
        known = await positions.known(connection, "relay")
        if known is not None and not _continues(stream, *known):
            await self._tell_anew(connection)
        if known is None or known[0] != stream.identity or known[1] > stream.last:
            await positions.note(connection, "relay", Standing(stream.identity, 0))
        self._confirmed = 0
        self._trusted = trusted

    async def _tell_anew(self, connection: OwnConnection) -> None:
        """Mark everything in the outbox as waiting; the stream drops what it has."""
        last = await connection.fetchval("select coalesce(max(id), 0) from outbox")
        log.warning("stream_replaced", service=self._service, messages=last)
        for first in range(0, last, _AT_ONCE):
            await connection.execute(_UNMARK, first, first + _AT_ONCE)

    async def _publish(self, client: Client, rows: Sequence[Record]) -> int:
        """Publish rows as one atomic batch, or one by one; return the last sequence."""
        if len(rows) > 1:
            try:
                return await _publish_batch(client, rows, str(self._new_id()))
            except APIError as error:
                # A relay that died between publishing and marking left part of it there.
                log.info("batch_refused", error=error.description, count=len(rows))
        return max([await _publish_one(client, row) for row in rows])


def _continues(stream: Standing, identity: str, confirmed: int) -> bool:
    """Tell whether this is the stream that confirmed so much."""
    return stream.identity == identity and stream.last >= confirmed


async def _publish_one(client: Client, row: Record) -> int:
    return await _confirmed(client, [_packet(row, {})])


async def _publish_batch(client: Client, rows: Sequence[Record], batch_id: str) -> int:
    """Publish as one atomic batch (ADR-50 of NATS): all or nothing, one fsync."""
    places = [_batch_headers(batch_id, number) for number in range(1, len(rows) + 1)]
    places[-1]["Nats-Batch-Commit"] = "1"
    return await _confirmed(client, list(map(_packet, rows, places)))


async def _confirmed(client: Client, packets: Sequence[Packet]) -> int:
    """Publish packets; return the last one's sequence, also if it was there before."""
    answer = json.loads(await client.ask(packets, PUBLISH_TIMEOUT))
    if "error" in answer:
        raise APIError.from_error(answer["error"])
    sequence: int = answer["seq"]
    return sequence


def _packet(row: Record, place: Mapping[str, str]) -> Packet:
    headers = {**_headers(row), **place}
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    head = f"NATS/1.0\r\n{lines}\r\n".encode()
    return row["subject"], "", head, row["body"].encode()


def _headers(row: Record) -> dict[str, str]:
    return {**row["headers"], "Nats-Msg-Id": str(row["message_id"])}


def _batch_headers(batch_id: str, number: int) -> dict[str, str]:
    return {"Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(number)}


_WAITING = """
select id, message_id, subject, headers, body
from outbox where published_at is null and id not in (select unnest($1::bigint[]))
order by id limit $2
"""

# By id, one by one: a row between two of these may have committed a moment ago.
_MARKED = """
with marked as (
    update outbox set published_at = clock_timestamp() where id = any($1)
), moved as (
    update stream_position set sequence = greatest(sequence, $3) where reader = 'relay'
)
"""

_MARK = _MARKED + _WAITING  # in one round trip, what waits now beside those

_UNMARK = """
update outbox set published_at = null
where id > $1 and id <= $2 and published_at is not null
"""
