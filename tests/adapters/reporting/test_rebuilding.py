"""A rebuild on real servers: the same rows, nothing missed, and readers undisturbed."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chassis import cloudevents, jetstream, parking
from chassis.consuming import Consumer
from chassis.dialling import NatsAccess
from chassis.ids import derived_id
from chassis.intake import Interrupted
from chassis.rebuilding import rebuild
from chassis.service import Service
from contracts import STREAM, Envelope, InvitationAnsweredV1, Message
from services.reporting.store import facts
from tests.adapters.reporting.conftest import PARTNERSHIP, a_year, hear

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
    stray = replace(told[1], id=derived_id("not in the stream"))
    await hear(service, [told[0], stray])
    seen: list[int] = []

    async def meanwhile(_: int) -> None:
        if not seen:
            seen.append(await counted(service))
            await publish(nats_url, [late])
            await hear(service, [late])
            seen.append(await counted(service))

    client = await jetstream.connect(NatsAccess((nats_url,)), "test")

    done = await rebuild(service, client, meanwhile)

    await client.close()
    assert done == len(told) + 1
    assert seen == [2, 3]
    assert await counted(service) == len(told) + 1


async def in_silence(_: int) -> None:
    """Tell nobody how much is left."""


def odd_ones() -> list[tuple[str, dict[str, str], bytes]]:
    """Subject, headers and body of messages that are not as our relay writes them.

    The first three take effect, in their way; no consumer takes in the others.
    """
    first = a_year()[0]
    subject, headers = first.subject, cloudevents.headers(first)
    body = cloudevents.body(first).encode()
    newer = json.loads(body) | {"title": "C:\\by\nmidte 100 %", "unknown": [1]}

    def numbered(number: int) -> dict[str, str]:
        return headers | {"ce-id": str(derived_id("odd", number))}

    other = InvitationAnsweredV1(
        gathering_id=PARTNERSHIP,
        gathering_type="network_meeting",
        partnership_id=None,
        invitation_id=PARTNERSHIP,
        answer="accepted",
    )
    return [
        (subject, numbered(1), json.dumps(newer, indent=1).encode()),
        (subject, numbered(2) | {"ce-correlationid": "%C3%A5"}, body),
        (subject, numbered(3) | {"ce-time": "2024-01-10T13:00:00+01:00"}, body),
        (subject, numbered(4), b"{}"),
        (subject, numbered(5) | {"ce-id": "5"}, body),
        (subject, numbered(6) | {"ce-sequence": "0"}, body),
        (
            subject,
            numbered(7) | {"ce-type": other.type_name()},
            other.model_dump_json().encode(),
        ),
        (subject, numbered(8), body.replace(b"Taastrup", b"Taa\\u0000strup")),
        (subject, {}, body),
    ]


async def kept(service: Service) -> dict[str, list[tuple[object, ...]]]:
    """Every row that is derived, and what the inbox knows."""
    async with service.database.reading() as connection:
        queries = {
            "fact": "select * from fact order by message_id",
            "inbox": "select message_id from inbox order by message_id",
        }
        return {
            table: [tuple(row) for row in await connection.fetch(query)]
            for table, query in queries.items()
        }


async def test_the_rows_are_those_that_the_consumer_wrote(
    service: Service, nats_url: str
) -> None:
    """Said twice, written otherwise, or fit for nobody: both treat it alike."""
    told = a_year()
    await publish(nats_url, [*told, told[0]])
    client = await jetstream.connect(NatsAccess((nats_url,)), "test")
    for subject, headers, body in odd_ones():
        await client.jetstream().publish(subject, body, headers=headers)
    consumer = Consumer(service.name, service.database, service.subscriptions)
    await consumer.hear(client)
    await consumer.resign()
    before = await kept(service)
    async with service.database.reading() as connection:
        parked = await parking.waiting(connection)

    done = await rebuild(service, client, in_silence)

    await client.close()
    assert done == len(told) + 1 + 9
    assert len(before["fact"]) == len(before["inbox"]) == len(told) + 3
    assert len(parked) == 6
    assert await kept(service) == before


async def test_a_rebuild_that_is_cut_off_changes_nothing(
    service: Service, nats_url: str
) -> None:
    """Its messages stop coming: the old rows stay, and it says why."""
    told = a_year()
    await publish(nats_url, told)
    await hear(service, told[:2])
    client = await jetstream.connect(NatsAccess((nats_url,)), "test")
    before = await kept(service)

    async def cut(_: int) -> None:
        await client.jetstream().delete_consumer(STREAM, "reporting-rebuild")
        await publish(nats_url, told[:1])

    with pytest.raises(Interrupted, match="Consumer Deleted"):
        await rebuild(service, client, cut)

    await client.close()
    assert await kept(service) == before
