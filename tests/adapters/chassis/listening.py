"""A service that notes what it hears, and what it takes to tell it something."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastapi import APIRouter

from chassis import cloudevents, jetstream, outbox
from chassis.client import Client
from chassis.consuming import Consumer, Subscriptions
from chassis.correlation import correlation_id
from chassis.ids import derived_id
from chassis.intake import Delivery, Intake
from chassis.postgres import Connection, Database
from chassis.running import Loop
from chassis.service import Service, Site
from chassis.telemetry import current_traceparent
from contracts import ContactRegisteredV1, Envelope, Message
from tests.support.stack import ROOT

ORGANISATION = UUID("00000000-0000-7000-8000-00000000000a")
WAIT = timedelta(seconds=20)


def registered(number: int) -> Envelope[ContactRegisteredV1]:
    """The fact that contact number *number* was registered."""
    contact = derived_id("contact", number)
    return Envelope(
        id=derived_id("message", number),
        occurred_at=datetime(2024, 1, 10, 8, 30, tzinfo=UTC),
        aggregate_id=contact,
        sequence=1,
        actor="staff:åse",
        correlation_id=f"request-{number}",
        message=ContactRegisteredV1(
            contact_id=contact, organisation_id=ORGANISATION, language="da"
        ),
    )


class Listening:
    """A service that notes what it hears, and fails where it is told to."""

    def __init__(self, site: Site) -> None:
        self.heard: list[Envelope[ContactRegisteredV1]] = []
        self.failing: set[UUID] = set()
        self.around: list[tuple[str, str | None]] = []  # correlation id, trace
        self._count = asyncio.Condition()
        subscriptions = Subscriptions()
        subscriptions.on(ContactRegisteredV1, self._hear)
        self.service = Service(
            name="reporting",
            database=site.database("reporting"),
            desk=self,
            router=APIRouter(),
            migrations=ROOT / "services/reporting/migrations",
            sentences={},
            subscriptions=subscriptions,
        )

    async def _hear(
        self, connection: Connection, envelope: Envelope[ContactRegisteredV1]
    ) -> None:
        assert await connection.fetchval("select 1") == 1
        if envelope.message.contact_id in self.failing:
            raise LookupError("no such tree")
        async with self._count:
            self.around.append((correlation_id(), current_traceparent()))
            self.heard.append(envelope)
            self._count.notify_all()

    async def until(self, count: int) -> None:
        """Return when so many were heard."""
        async with self._count, asyncio.timeout(WAIT.total_seconds()):
            await self._count.wait_for(lambda: len(self.heard) >= count)


@asynccontextmanager
async def consuming(client: Client, listening: Listening) -> AsyncGenerator[Consumer]:
    """Run a consumer of a listening service."""
    service = listening.service
    consumer = Consumer(service.name, service.database, service.subscriptions)

    async def hear() -> None:
        if await consumer.hear(client):
            loop.wake()

    loop = Loop("consumer", hear, every=timedelta(milliseconds=50))
    stopping = asyncio.Event()
    task = asyncio.create_task(loop.run(stopping))
    try:
        yield consumer
    finally:
        stopping.set()
        consumer.stop()
        await task
        await consumer.resign()


async def post(database: Database, *numbers: int) -> None:
    """Leave messages in the outbox, in one transaction."""
    async with database.transaction() as connection:
        await outbox.post(connection, [registered(number) for number in numbers])


async def publish(client: Client, envelope: Envelope[Message], **extra: str) -> None:
    """Publish past the outbox."""
    headers = cloudevents.headers(envelope) | extra
    body = cloudevents.body(envelope).encode()
    await client.jetstream().publish(envelope.subject, body, headers=headers)


async def deliveries(client: Client, count: int) -> list[Delivery]:
    """The first messages of the stream, as an intake brings them."""
    durable = jetstream.consumer_config("by-hand")
    intake = await Intake.of(client, durable)
    held: list[Delivery] = []
    while len(held) < count:
        held += await intake.take(count, 5)
    await intake.end()
    return held
