"""From the outbox over a real NATS to an effect: in order, once, nothing lost."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import nats
import pytest
from fastapi import APIRouter
from nats.aio.client import Client
from nats.js.errors import ServerError
from prometheus_client import CollectorRegistry

from chassis import cloudevents, jetstream, outbox, parking
from chassis.consuming import CRASHES, Subscriptions
from chassis.correlation import correlation_id
from chassis.dialling import NatsAccess
from chassis.ids import derived_id, new_id
from chassis.messaging import Messaging
from chassis.postgres import Connection, Database
from chassis.relay import Relay
from chassis.service import Service, Site
from chassis.telemetry import current_traceparent, span_from
from contracts import (
    STREAM,
    ContactRegisteredV1,
    Envelope,
    InvitationAnsweredV1,
    Message,
)
from tests.support.running import free_port
from tests.support.stack import ROOT

ORGANISATION = UUID("00000000-0000-7000-8000-00000000000a")
TRACE = "0af7651916cd43dd8448eb211c80319c"
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


@pytest.fixture
async def client(nats_url: str) -> AsyncGenerator[Client]:
    """A connection to NATS, with the stream provisioned."""
    client = await nats.connect(nats_url)
    await jetstream.provision_stream(client.jetstream())
    yield client
    await client.close()


@pytest.fixture
async def outgoing(site: Site) -> AsyncGenerator[Database]:
    """The pool of the publishing service."""
    database = site.database("notifications")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def listening(site: Site) -> AsyncGenerator[Listening]:
    """A listening service with its pool open."""
    listening = Listening(site)
    await listening.service.database.open()
    yield listening
    await listening.service.database.close()


@asynccontextmanager
async def consuming(url: str, listening: Listening) -> AsyncGenerator[Messaging]:
    """Run the consumer of a listening service."""
    messaging = Messaging(NatsAccess((url,)), [listening.service], CollectorRegistry())
    await messaging.ensure()
    try:
        yield messaging
    finally:
        await messaging.stop()


async def post(database: Database, *numbers: int) -> None:
    """Leave messages in the outbox, in one transaction."""
    async with database.transaction() as connection:
        await outbox.post(connection, [registered(number) for number in numbers])


async def publish(client: Client, envelope: Envelope[Message], **extra: str) -> None:
    """Publish past the outbox."""
    headers = cloudevents.headers(envelope) | extra
    body = cloudevents.body(envelope).encode()
    await client.jetstream().publish(envelope.subject, body, headers=headers)


async def test_messages_arrive_whole_and_in_order(
    client: Client, outgoing: Database, listening: Listening, nats_url: str
) -> None:
    """What was posted is heard, in the order of posting, with all its attributes."""
    await post(outgoing, *range(30))
    relay = Relay("notifications", outgoing, new_id)

    assert await relay.publish_waiting(client) == 30
    async with consuming(nats_url, listening):
        await listening.until(30)
    await relay.resign()

    assert listening.heard == [registered(number) for number in range(30)]


async def test_the_trace_of_a_request_reaches_the_last_consumer(
    client: Client, outgoing: Database, listening: Listening, nats_url: str
) -> None:
    """Trace and correlation id cross the outbox, the stream and the inbox."""
    with span_from(f"00-{TRACE}-b7ad6b7169203331-01", "POST /v1/contacts"):
        await post(outgoing, 7)
    relay = Relay("notifications", outgoing, new_id)
    await relay.publish_waiting(client)
    async with consuming(nats_url, listening):
        await listening.until(1)
    await relay.resign()

    [(correlated_as, traceparent)] = listening.around
    assert correlated_as == "request-7"
    assert traceparent is not None
    assert traceparent.split("-")[1] == TRACE


async def test_a_rolled_back_message_is_never_told(
    client: Client, outgoing: Database
) -> None:
    """The outbox shares the fate of the transaction."""
    with pytest.raises(LookupError):
        async with outgoing.transaction() as connection:
            await outbox.post(connection, [registered(1)])
            raise LookupError

    relay = Relay("notifications", outgoing, new_id)
    assert await relay.publish_waiting(client) == 0
    await relay.resign()


async def test_a_relay_that_died_before_marking_publishes_nothing_twice(
    client: Client, outgoing: Database
) -> None:
    """The stream knows the message id: batches and single messages alike."""
    relay = Relay("notifications", outgoing, new_id)
    await post(outgoing, 1, 2, 3)
    await relay.publish_waiting(client)
    async with outgoing.reading() as connection:
        await connection.execute("update outbox set published_at = null")
    await post(outgoing, 4)

    assert await relay.publish_waiting(client) == 4
    await relay.resign()

    info = await client.jetstream().stream_info(STREAM)
    assert info.state.messages == 4


async def test_one_relay_leads(client: Client, outgoing: Database) -> None:
    """A second relay publishes nothing until the first resigns."""
    first, second = (Relay("notifications", outgoing, new_id) for _ in range(2))
    await first.publish_waiting(client)
    await post(outgoing, 1)

    assert await second.publish_waiting(client) == 0
    await first.resign()
    assert await second.publish_waiting(client) == 1
    await second.resign()


async def test_a_repeated_message_takes_effect_once(
    client: Client, listening: Listening, nats_url: str
) -> None:
    """The inbox tells doubles even when the stream could not."""
    for number in (1, 1, 2):
        await publish(client, registered(number))

    async with consuming(nats_url, listening):
        await listening.until(2)

    assert [envelope.id for envelope in listening.heard] == [
        registered(1).id,
        registered(2).id,
    ]


async def test_a_message_that_fails_is_parked_and_the_others_flow(
    client: Client, listening: Listening, nats_url: str
) -> None:
    """Poison stops nobody, and is kept with its reason until it is redriven."""
    listening.failing = {registered(1).message.contact_id}
    for number in (1, 2):
        await publish(client, registered(number))

    async with consuming(nats_url, listening) as messaging:
        await listening.until(1)
        async with listening.service.database.reading() as connection:
            [parked] = await parking.waiting(connection)
            assert (parked.reason, parked.detail) == (
                "handler_failed",
                "LookupError: no such tree",
            )
            listening.failing.clear()
            assert await parking.request_redrive(connection) == 1
        await messaging.consumers["reporting"].redrive()
        await listening.until(2)

    assert [envelope.id for envelope in listening.heard] == [
        registered(2).id,
        registered(1).id,
    ]
    async with listening.service.database.reading() as connection:
        assert await parking.waiting(connection) == []


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ({}, b"{}", "not_a_cloudevent"),
        ({"ce-specversion": "1.0", "ce-type": "dk.htk.x.v1"}, b"{}", "unknown_type"),
        (cloudevents.headers(registered(1)), b"{", "malformed_body"),
        (cloudevents.headers(registered(1)), b"{}", "malformed_body"),
        (
            cloudevents.headers(registered(1)) | {"ce-id": "7"},
            cloudevents.body(registered(1)).encode(),
            "malformed_attributes",
        ),
        (
            cloudevents.headers(registered(1)) | {"ce-authid": "%ff"},
            cloudevents.body(registered(1)).encode(),
            "malformed_attributes",
        ),
    ],
)
async def test_what_cannot_be_read_is_parked_with_its_reason(
    client: Client,
    listening: Listening,
    nats_url: str,
    headers: dict[str, str],
    body: bytes,
    reason: str,
) -> None:
    """Malformed or unknown: kept whole, and the next message flows."""
    await client.jetstream().publish(registered(1).subject, body, headers=headers)
    await publish(client, registered(2))

    async with consuming(nats_url, listening):
        await listening.until(1)

    async with listening.service.database.reading() as connection:
        [parked] = await parking.waiting(connection)
    assert (parked.reason, parked.body) == (reason, body)


async def give_back(client: Client, times: int) -> None:
    """Take the next message of the durable so often, and give it back."""
    stream = client.jetstream()
    subjects = ["medspil.notifications.contact-registered.*"]
    await jetstream.provision_consumer(stream, "reporting", subjects)
    taking = await stream.pull_subscribe_bind("reporting", STREAM)
    for _ in range(times):
        [message] = await taking.fetch(1, timeout=5)
        await message.nak()
    await taking.unsubscribe()


async def test_a_message_that_was_only_given_back_is_not_suspected(
    client: Client, listening: Listening, nats_url: str
) -> None:
    """Processes that stopped while PostgreSQL was away prove nothing against it."""
    await publish(client, registered(1))
    await give_back(client, CRASHES + 1)

    async with consuming(nats_url, listening):
        await listening.until(1)

    async with listening.service.database.reading() as connection:
        assert await parking.waiting(connection) == []


async def test_a_message_that_was_begun_too_often_is_parked(
    client: Client, listening: Listening, nats_url: str
) -> None:
    """It may be what kills the process; the next one flows."""
    await publish(client, registered(1))
    await give_back(client, CRASHES)
    async with listening.service.database.transaction() as connection:
        for _ in range(CRASHES):
            await parking.count_attempt(connection, derived_id(STREAM, 1))
    await publish(client, registered(2))

    async with consuming(nats_url, listening):
        await listening.until(1)

    assert listening.heard[0].id == registered(2).id
    async with listening.service.database.reading() as connection:
        [parked] = await parking.waiting(connection)
    assert parked.reason == "crashed_consumer"


async def test_a_type_that_is_not_heard_here_is_parked(
    client: Client, listening: Listening, nats_url: str
) -> None:
    """A message on the wrong subject is nobody's; it is kept for a person to see."""
    stray = Envelope(
        id=derived_id("stray"),
        occurred_at=registered(1).occurred_at,
        aggregate_id=ORGANISATION,
        sequence=1,
        actor="system",
        correlation_id="stray",
        message=InvitationAnsweredV1(
            gathering_id=ORGANISATION,
            gathering_type="network_meeting",
            partnership_id=None,
            invitation_id=ORGANISATION,
            answer="accepted",
        ),
    )
    await client.jetstream().publish(
        registered(1).subject,
        cloudevents.body(stray).encode(),
        headers=cloudevents.headers(stray),
    )
    await publish(client, registered(2))

    async with consuming(nats_url, listening):
        await listening.until(1)

    async with listening.service.database.reading() as connection:
        [parked] = await parking.waiting(connection)
    assert parked.reason == "unexpected_type"


async def test_a_durable_that_is_gone_is_made_again_and_nothing_repeats(
    client: Client, listening: Listening, nats_url: str
) -> None:
    """The new durable replays the stream; the inbox lets nothing happen twice."""
    await publish(client, registered(1))
    async with consuming(nats_url, listening) as messaging:
        await listening.until(1)
        await client.jetstream().delete_consumer(STREAM, "reporting")

        assert await messaging.watch() == {}
        assert (await messaging.watch())["reporting"].name == "reporting"
        await publish(client, registered(2))
        await listening.until(2)

    assert len(listening.heard) == 2


async def test_more_replicas_than_servers_are_refused(client: Client) -> None:
    """One server keeps one copy; who asks for three is told, not given one."""
    with pytest.raises(ServerError, match="replicas"):
        await jetstream.provision_stream(client.jetstream(), 3)


async def test_any_of_several_servers_will_do(nats_url: str) -> None:
    """The first of the addresses is a server that is away."""
    urls = (f"nats://127.0.0.1:{free_port()}", nats_url)

    client = await jetstream.connect(NatsAccess(urls), "test")

    assert client.is_connected
    await client.close()


async def test_drift_is_mended_and_told(client: Client) -> None:
    """Provisioning brings back what somebody changed by hand."""
    stream = client.jetstream()
    assert await jetstream.provision_stream(stream) == []
    await jetstream.provision_consumer(stream, "events", ["medspil.a.b.*"])
    assert await jetstream.provision_consumer(stream, "events", ["medspil.a.b.*"]) == []

    [drift] = await jetstream.provision_consumer(stream, "events", ["medspil.c.d.*"])

    assert (drift.what, drift.wanted) == (
        "consumer events: filter_subjects",
        ["medspil.c.d.*"],
    )
