"""From the outbox over a real NATS to an effect: in order, once, nothing lost."""

from dataclasses import replace

import pytest
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import ServerError

from chassis import cloudevents, jetstream, outbox, parking, redriving
from chassis.client import Client
from chassis.dialling import NatsAccess
from chassis.glancing import glance
from chassis.ids import derived_id, new_id
from chassis.postgres import Database
from chassis.relay import BATCH, Relay
from chassis.telemetry import span_from
from contracts import STREAM, Envelope, InvitationAnsweredV1
from tests.adapters.chassis.listening import (
    ORGANISATION,
    Listening,
    consuming,
    deliveries,
    post,
    publish,
    registered,
)
from tests.support.running import free_port

TRACE = "0af7651916cd43dd8448eb211c80319c"


async def test_messages_arrive_whole_and_in_order(
    client: Client, outgoing: Database, listening: Listening
) -> None:
    """What was posted is heard, in the order of posting, with all its attributes."""
    await post(outgoing, *range(30))
    relay = Relay("notifications", outgoing, new_id)

    assert await relay.publish_waiting(client) == 30
    async with consuming(client, listening):
        await listening.until(30)
    await relay.resign()

    assert listening.heard == [registered(number) for number in range(30)]


@pytest.mark.parametrize("count", [1, 3], ids=["alone", "in a batch"])
async def test_what_the_relay_writes_is_read_at_a_glance(
    client: Client, outgoing: Database, count: int
) -> None:
    """The short way of reading is the usual one: it knows how the outbox is written."""
    told = [
        replace(registered(number), actor="staff:ida", causation_id=ORGANISATION)
        for number in range(count)
    ]
    with span_from(f"00-{TRACE}-b7ad6b7169203331-01", "POST /v1/contacts"):
        async with outgoing.transaction() as connection:
            await outbox.post(connection, told)
    relay = Relay("notifications", outgoing, new_id)
    await relay.publish_waiting(client)

    arrived = await deliveries(client, count)
    await relay.resign()

    assert [glance(one.head) is not None for one in arrived] == [True] * count
    assert [one.read().actor for one in arrived] == ["staff:ida"] * count


async def test_the_trace_of_a_request_reaches_the_last_consumer(
    client: Client, outgoing: Database, listening: Listening
) -> None:
    """Trace and correlation id cross the outbox, the stream and the inbox."""
    with span_from(f"00-{TRACE}-b7ad6b7169203331-01", "POST /v1/contacts"):
        await post(outgoing, 7)
    relay = Relay("notifications", outgoing, new_id)
    await relay.publish_waiting(client)
    async with consuming(client, listening):
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


async def test_a_relay_that_never_ends_shows_that_it_is_alive(
    client: Client, outgoing: Database
) -> None:
    """Where ever more comes a step ends all the same, and another one is asked for."""
    called: list[bool] = []
    relay = Relay("notifications", outgoing, new_id)
    relay.when_called(lambda: called.append(True))
    await post(outgoing, *range(BATCH + 1))

    assert await relay.publish_waiting(client, within=0) == BATCH
    assert called == [True]
    assert await relay.publish_waiting(client, within=0) == 1
    assert called == [True]
    await relay.resign()


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
    client: Client, listening: Listening
) -> None:
    """The inbox tells doubles even when the stream could not: at once, and later."""
    for number in (1, 1, 2):
        await publish(client, registered(number))

    async with consuming(client, listening):
        await listening.until(2)
        for number in (1, 3):
            await publish(client, registered(number))
        await listening.until(3)

    assert [envelope.id for envelope in listening.heard] == [
        registered(number).id for number in (1, 2, 3)
    ]
    async with listening.service.database.reading() as connection:
        assert await parking.waiting(connection) == []


async def test_a_message_that_fails_is_parked_and_the_others_flow(
    client: Client, listening: Listening
) -> None:
    """Poison stops nobody, and is kept with its reason until it is redriven."""
    listening.failing = {registered(1).message.contact_id}
    for number in (1, 2):
        await publish(client, registered(number))

    async with consuming(client, listening):
        await listening.until(1)
        async with listening.service.database.reading() as connection:
            [parked] = await parking.waiting(connection)
            assert (parked.reason, parked.detail) == (
                "handler_failed",
                "LookupError: no such tree",
            )
            listening.failing.clear()
            assert await parking.request_redrive(connection) == 1
        service = listening.service
        await redriving.redrive(service.database, service.subscriptions)
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
    headers: dict[str, str],
    body: bytes,
    reason: str,
) -> None:
    """Malformed or unknown: kept whole, and the next message flows."""
    await client.jetstream().publish(registered(1).subject, body, headers=headers)
    await publish(client, registered(2))

    async with consuming(client, listening):
        await listening.until(1)

    async with listening.service.database.reading() as connection:
        [parked] = await parking.waiting(connection)
    assert (parked.reason, parked.body) == (reason, body)


async def test_a_type_that_is_not_heard_here_is_parked(
    client: Client, listening: Listening
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

    async with consuming(client, listening):
        await listening.until(1)

    async with listening.service.database.reading() as connection:
        [parked] = await parking.waiting(connection)
    assert parked.reason == "unexpected_type"


async def test_a_durable_that_is_gone_is_made_again_and_nothing_repeats(
    client: Client, listening: Listening
) -> None:
    """The consumer notices, and goes on behind what took effect."""
    await publish(client, registered(1))
    async with consuming(client, listening):
        await listening.until(1)
        await client.jetstream().delete_consumer(STREAM, "reporting")

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
    await jetstream.provision_consumer(stream, "events")
    assert await jetstream.provision_consumer(stream, "events") == []
    await stream.delete_consumer(STREAM, "events")
    by_hand = ConsumerConfig(
        durable_name="events",
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=1,
        ack_policy=AckPolicy.NONE,
        mem_storage=True,
        filter_subjects=["medspil.c.d.*"],
    )
    await stream.add_consumer(STREAM, by_hand)

    [drift] = await jetstream.provision_consumer(stream, "events")

    assert (drift.what, drift.wanted, drift.found) == (
        "consumer events: filter_subjects",
        None,
        ["medspil.c.d.*"],
    )
    assert await jetstream.provision_consumer(stream, "events") == []
