"""Fills a service's derived tables again from the stream; the rows come out alike.

The messages are copied into a temporary table; the old rows are read meanwhile. Only
while the new rows are derived from it and take the place of the old, in the same
transaction, do readers and the running consumer wait.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from io import BytesIO

import structlog
from nats.js.errors import NotFoundError

from chassis import jetstream, retelling
from chassis.client import Client
from chassis.cloudevents import Unreadable
from chassis.intake import Delivery, Intake
from chassis.postgres import Connection, is_transient
from chassis.service import Service
from contracts import STREAM

BATCH = 1000  # messages in one statement
_PATIENCE = 5.0  # seconds for the next message to arrive
_HOUR = 3600.0  # seconds; a statement over everything takes its time

type Tell = Callable[[int], Awaitable[None]]  # how many messages are left

log = structlog.get_logger(__name__)


class NothingDerived(Exception):
    """The service keeps nothing that messages could bring back."""


async def rebuild(service: Service, client: Client, tell: Tell) -> int:
    """Fill the derived tables anew from the whole stream; return how many messages."""
    if not service.derived:
        raise NothingDerived(service.name)
    kept = ", ".join(("inbox", *service.derived))
    async with (
        _from_the_beginning(service, client) as intake,
        service.database.transaction() as connection,
    ):
        await connection.execute(retelling.TABLE)
        again = _Again(service, connection, client, intake, tell)
        await again.take_in_what_there_is()
        lock = f"lock table {kept} in access exclusive mode"
        await connection.execute(lock, timeout=_HOUR)
        await again.take_in_what_there_is()
        await connection.execute(f"truncate {kept}")
        for derive in (*service.derived.values(), _INBOX):
            await connection.execute(derive, timeout=_HOUR)
    return again.done


class _Again:
    """Hears everything a second time, into a table that nobody else sees."""

    def __init__(
        self,
        service: Service,
        connection: Connection,
        client: Client,
        intake: Intake,
        tell: Tell,
    ) -> None:
        self.done = 0  # messages
        self._subscriptions = service.subscriptions
        self._connection = connection
        self._client = client
        self._intake = intake
        self._tell = tell
        self._at = 0  # sequence

    async def take_in_what_there_is(self) -> None:
        """Copy what is in the stream now and was not copied yet.

        While one batch is written the next one is read.
        """
        stream = await jetstream.standing(self._client.jetstream(timeout=5))
        writing: asyncio.Task[None] | None = None
        try:
            while self._at < stream.last:
                rows = await self._rows()
                if writing is not None:
                    await writing
                writing = asyncio.create_task(self._write(rows))
                await self._tell(max(stream.last - self._at, 0))
        finally:
            if writing is not None:
                await writing

    async def _rows(self) -> list[bytes]:
        deliveries = await self._intake.take(BATCH, _PATIENCE)
        if not deliveries:
            raise ConnectionError("The stream's messages do not arrive.")
        self._at = deliveries[-1].sequence
        hears = self._subscriptions.hears
        return [
            row
            for one in deliveries
            if hears(one.subject) and (row := self._row(one)) is not None
        ]

    def _row(self, delivery: Delivery) -> bytes | None:
        self.done += 1
        try:
            return retelling.row(delivery, self._subscriptions.types)
        except Unreadable as error:
            # What could not be taken in the first time is parked, and stays there.
            _leave_out(error.reason, subject=delivery.subject)
            return None

    async def _write(self, rows: Sequence[bytes]) -> None:
        failure = await self._copied(rows)
        if failure is not None:
            for row in rows:
                if (failure := await self._copied([row])) is not None:
                    _leave_out(repr(failure), message_id=row[:36].decode())

    async def _copied(self, rows: Sequence[bytes]) -> Exception | None:
        """Copy rows; return why PostgreSQL does not take them."""
        try:
            async with self._connection.transaction():
                await self._connection.copy_to_table(
                    "told", source=BytesIO(b"".join(rows))
                )
        except Exception as error:
            if is_transient(error):
                raise
            return error
        return None


def _leave_out(reason: str, **what: str) -> None:
    log.warning("message_left_out", reason=reason, **what)


@asynccontextmanager
async def _from_the_beginning(
    service: Service, client: Client
) -> AsyncGenerator[Intake]:
    """Bring every message of the stream."""
    name = f"{service.name}-rebuild"
    durable = jetstream.consumer_config(name, forgotten_after=60)
    intake = await Intake.of(client, durable)
    try:
        yield intake
    finally:
        await intake.end()
        with suppress(NotFoundError):
            await client.jetstream().delete_consumer(STREAM, name)


# In the order of the index, which then grows at its end alone.
_INBOX = """
insert into inbox (message_id) select message_id from told order by message_id
on conflict do nothing
"""
