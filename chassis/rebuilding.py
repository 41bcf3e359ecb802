"""Fills a service's derived tables again from the stream; the rows come out alike.

The new rows are derived into twins of the tables while the old ones are read. Readers
and the running consumer wait only while the last few are derived and the twins trade
places with the tables.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from nats.js.errors import NotFoundError

from chassis import jetstream, retelling
from chassis.client import Client
from chassis.cloudevents import Unreadable
from chassis.giving_way import give_way
from chassis.intake import Delivery, Intake
from chassis.service import Service
from chassis.subscribing import Subscriptions
from chassis.twins import Twins
from contracts import STREAM

BATCH = 5000  # messages in one statement
_BETWEEN_BREATHS = 50  # messages read before others have their turn
_PATIENCE = 5.0  # seconds for the next message to arrive

type Tell = Callable[[int], Awaitable[None]]  # how many messages are left

log = structlog.get_logger(__name__)


class NothingDerived(Exception):
    """The service keeps nothing that messages could bring back."""


async def rebuild(service: Service, client: Client, tell: Tell) -> int:
    """Fill the derived tables anew from the whole stream; return how many messages."""
    derivation = service.subscriptions.derivation
    if derivation is None:
        raise NothingDerived(service.name)
    async with service.database.transaction() as connection:
        twins = Twins(connection, {"inbox": _INBOX, **derivation.tables})
        await twins.begin()
        async with _from_the_beginning(service, client) as intake:
            again = _Again(service.subscriptions, twins, client, intake)
            await again.take_in_what_there_is(tell)
            # What came meanwhile takes its time as well.
            while await again.left() > BATCH:
                await again.take_in_what_there_is(tell)
            await twins.keep_others_waiting()
            await again.take_in_what_there_is(tell)
        await twins.trade_places()
    return again.done


class _Again:
    """Hears everything a second time, into tables that nobody reads yet."""

    def __init__(
        self, subscriptions: Subscriptions, twins: Twins, client: Client, intake: Intake
    ) -> None:
        self.done = 0  # messages
        self._subscriptions = subscriptions
        self._types = subscriptions.types
        self._twins = twins
        self._client = client
        self._intake = intake
        self._at = 0  # sequence

    async def left(self) -> int:
        """Return how many messages are in the stream that were not taken in yet."""
        stream = await jetstream.standing(self._client.jetstream(timeout=5))
        return max(stream.last - self._at, 0)

    async def take_in_what_there_is(self, tell: Tell) -> None:
        """Take in what is in the stream now and was not taken in yet.

        While one batch is written the next one is read.
        """
        last = self._at + await self.left()
        writing: asyncio.Task[None] | None = None
        try:
            while self._at < last:
                rows = await self._rows(last)
                if writing is not None:
                    await writing
                writing = asyncio.create_task(self._write(rows))
                await tell(max(last - self._at, 0))
        finally:
            if writing is not None:
                await writing

    async def _rows(self, last: int) -> list[bytes]:
        rows: list[bytes] = []
        while self._at < last and len(rows) < BATCH:
            deliveries = await self._intake.take(_BETWEEN_BREATHS, _PATIENCE)
            if not deliveries:
                raise ConnectionError("The stream's messages do not arrive.")
            self._at = deliveries[-1].sequence
            rows += filter(None, map(self._row, deliveries))
            await give_way()  # to what is written meanwhile
        return rows

    def _row(self, delivery: Delivery) -> bytes | None:
        if not self._subscriptions.hears(delivery.subject):
            return None
        self.done += 1
        try:
            return retelling.line(retelling.told(delivery, self._types))
        except Unreadable as error:
            # What could not be taken in the first time is parked, and stays there.
            _leave_out(error.reason, subject=delivery.subject)
            return None

    async def _write(self, rows: Sequence[bytes]) -> None:
        """Write rows; where that fails, each half, down to the row that is at fault."""
        failure = await self._twins.take_in(rows) if rows else None
        if failure is None:
            return
        if len(rows) == 1:
            _leave_out(repr(failure), message_id=rows[0][:36].decode())
            return
        middle = len(rows) // 2
        await self._write(rows[:middle])
        await self._write(rows[middle:])


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


# In the order of the index, which then grows in fewer places at a time.
_INBOX = """
insert into {table} (message_id) select message_id from told order by message_id
on conflict do nothing
"""
