"""A rebuild on real servers: the same rows, nothing missed, and readers undisturbed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from chassis import cloudevents, jetstream
from chassis.consuming import Subscriptions
from chassis.dialling import NatsAccess
from chassis.postgres import Connection
from chassis.rebuilding import rebuild
from chassis.service import Service
from contracts import Envelope, Message
from services.reporting.store import HAPPENINGS, facts, record
from tests.adapters.reporting.conftest import a_year, hear

AT = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


async def publish(url: str, told: Iterable[Envelope[Message]]) -> None:
    """Put messages in the stream, as a relay would."""
    client = await jetstream.connect(NatsAccess((url,)), "test")
    stream = client.jetstream()
    await jetstream.provision_stream(stream)
    for one in told:
        await stream.publish(
            one.subject,
            cloudevents.body(one).encode(),
            headers=cloudevents.headers(one),
        )
    await client.close()


async def counted(service: Service) -> int:
    """How many facts a reader sees who waits for nobody."""
    async with service.database.transaction() as connection:
        await connection.execute("set local lock_timeout = '100ms'")
        return len(await facts(connection, AT))


async def test_readers_see_the_old_facts_until_the_new_are_whole(
    service: Service, nats_url: str
) -> None:
    """What was not in the stream goes; what comes meanwhile is not lost."""
    *told, late = a_year()
    await publish(nats_url, told)
    await hear(service, told[:1])
    seen: list[int] = []

    async def watched(connection: Connection, heard: Envelope[Message]) -> None:
        if not seen:
            seen.append(await counted(service))
            await publish(nats_url, [late])
            await hear(service, [late])
            seen.append(await counted(service))
        await record(connection, [heard])

    watching = Subscriptions()
    for message_type in HAPPENINGS:
        watching.on(message_type, watched)
    client = await jetstream.connect(NatsAccess((nats_url,)), "test")

    done = await rebuild(
        replace(service, subscriptions=watching), client, lambda _: None
    )

    await client.close()
    assert done == len(told) + 1
    assert seen == [1, 2]
    assert await counted(service) == len(told) + 1
