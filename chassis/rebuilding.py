"""Fills a service's derived tables again from the stream; the rows come out alike.

The new rows grow in temporary tables of the same names, which the handlers find
first; the old ones are read meanwhile. Only while the one take the place of the
others, in the same transaction, do readers and the running consumer wait.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from nats.js.errors import NotFoundError

from chassis import cloudevents, jetstream
from chassis.client import Client
from chassis.cloudevents import Unreadable
from chassis.intake import Delivery, Intake
from chassis.postgres import Connection, is_transient
from chassis.service import Service
from contracts import STREAM

BATCH = 1000  # messages in one statement
_PATIENCE = 5.0  # seconds for the next message to arrive

type Tell = Callable[[int], None]  # how many messages are left

log = structlog.get_logger(__name__)


class NothingDerived(Exception):
    """The service keeps nothing that messages could bring back."""


async def rebuild(service: Service, client: Client, tell: Tell) -> int:
    """Fill the derived tables anew from the whole stream; return how many messages."""
    if not service.derived:
        raise NothingDerived(service.name)
    tables = ("inbox", *service.derived)
    kept = ", ".join(f"{service.name}.{table}" for table in tables)
    async with (
        _from_the_beginning(service, client) as intake,
        service.database.transaction() as connection,
    ):
        for table in tables:
            await connection.execute(_GROW.format(table=table, schema=service.name))
        again = _Again(service, connection, client, intake, tell)
        await again.take_in_what_there_is()
        await connection.execute(f"lock table {kept} in access exclusive mode")
        await again.take_in_what_there_is()
        await connection.execute(f"truncate {kept}")
        for table in tables:
            await connection.execute(_REPLACE.format(table=table, schema=service.name))
    return again.done


class _Again:
    """Hears everything a second time, into tables that nobody else sees."""

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
        """Take in what is in the stream now and was not taken in yet."""
        stream = await jetstream.standing(self._client.jetstream(timeout=5))
        while self._at < stream.last:
            deliveries = await self._intake.take(BATCH, _PATIENCE)
            if not deliveries:
                raise ConnectionError("The stream's messages do not arrive.")
            hears = self._subscriptions.hears
            heard = [one for one in deliveries if hears(one.subject)]
            if heard:
                await self._take_in(heard)
            self._at = deliveries[-1].sequence
            self.done += len(heard)
            self._tell(max(stream.last - self._at, 0))

    async def _take_in(self, deliveries: Sequence[Delivery]) -> None:
        try:
            await self._handle(deliveries)
        except Exception as error:
            if is_transient(error):
                raise
            for one in deliveries:
                await self._take_in_alone(one)

    async def _take_in_alone(self, delivery: Delivery) -> None:
        try:
            await self._handle([delivery])
        except Exception as error:
            # What could not be taken in the first time is parked, and stays there.
            if is_transient(error):
                raise
            reason = error.reason if isinstance(error, Unreadable) else repr(error)
            log.warning("message_left_out", subject=delivery.subject, reason=reason)

    async def _handle(self, deliveries: Sequence[Delivery]) -> None:
        envelopes = [cloudevents.read(one.headers, one.body) for one in deliveries]
        async with self._connection.transaction():
            await self._subscriptions.handle_all(self._connection, envelopes)


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


_GROW = """
create temporary table {table} (like {schema}.{table} including all) on commit drop
"""

_REPLACE = "insert into {schema}.{table} select * from pg_temp.{table}"
