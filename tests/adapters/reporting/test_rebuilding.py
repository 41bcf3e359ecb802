"""A rebuild on real servers: the same rows, nothing missed, and readers undisturbed."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import asyncpg
import pytest

from chassis import cloudevents, jetstream, parking
from chassis.consuming import Consumer
from chassis.dialling import NatsAccess
from chassis.ids import derived_id
from chassis.intake import Interrupted
from chassis.rebuilding import rebuild
from chassis.retelling import line, told_by
from chassis.service import Service
from chassis.twins import Twins
from contracts import STREAM, Envelope, InvitationAnsweredV1, Message
from services.reporting.store import FACTS, facts
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


SHAPE = """
select 'column', attname::text, format_type(atttypid, atttypmod), attnotnull::text
from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
union all
select 'index', replace(pg_get_indexdef(indexrelid), relname, ''),
       indisprimary::text, indisunique::text
from pg_index join pg_class on oid = indexrelid where indrelid = $1::regclass
union all
select 'check', pg_get_constraintdef(oid), contype::text, convalidated::text
from pg_constraint where conrelid = $1::regclass
union all
select 'trigger', tgname::text, tgtype::text, tgfoid::regproc::text
from pg_trigger where tgrelid = $1::regclass
union all
select 'right', privilege_type, grantee::regrole::text, is_grantable::text
from pg_class, aclexplode(relacl) where oid = $1::regclass
"""


async def shape(service: Service, table: str) -> set[tuple[str, ...]]:
    """Columns, indexes, checks, triggers and rights of a table, without its name."""
    async with service.database.reading() as connection:
        rows = await connection.fetch(SHAPE, table)
    return {
        tuple(re.sub(rf"\b{table}\b", "", str(value)) for value in row) for row in rows
    }


@pytest.mark.parametrize("table", ["fact", "inbox"])
async def test_twins_are_alike(service: Service, nats_url: str, table: str) -> None:
    """Whatever a migration changes on the one, it changes on the other."""
    before = await shape(service, table)
    await publish(nats_url, a_year())
    client = await jetstream.connect(NatsAccess((nats_url,)), "test")

    await rebuild(service, client, in_silence)

    await client.close()
    assert await shape(service, table) == before
    assert await shape(service, f"{table}_anew") == before
    assert {kind for kind, *_ in before} >= {"column", "index", "right"}


async def test_two_who_rebuild_do_so_one_after_the_other(
    service: Service, nats_url: str
) -> None:
    """The second waits, and does not take the messages from the first."""
    told = a_year()
    await publish(nats_url, told)
    client = await jetstream.connect(NatsAccess((nats_url,)), "test")
    second: list[asyncio.Task[int]] = []

    async def meanwhile(_: int) -> None:
        if not second:
            second.append(asyncio.create_task(rebuild(service, client, in_silence)))
            async with asyncio.timeout(20), service.database.reading() as connection:
                while not await connection.fetchval(WAITING):
                    pass

    done = await rebuild(service, client, meanwhile)

    assert [done, await second[0]] == [len(told)] * 2
    await client.close()
    assert await counted(service) == len(told)


WAITING = """
select exists (select from pg_locks where not granted and mode = 'ExclusiveLock')
"""


async def test_rows_are_derived_while_messages_are_read(service: Service) -> None:
    """What came twice is one row; what was there before is nobody's any more."""
    told = a_year()
    await hear(service, told[3:])
    async with service.database.transaction() as connection:
        twins = Twins(connection, FACTS)
        await twins.begin()
        counts = []
        for one in (*told[:3], told[0]):
            await twins.take_in([line(told_by(one))])
            counts.append(await connection.fetchval("select count(*) from fact_anew"))
        await twins.trade_places()
        left = await connection.fetchval("select count(*) from fact_anew")

    assert counts == [1, 2, 3, 3]
    assert left == 0
    assert await counted(service) == 3


async def test_nobody_writes_what_would_be_forgotten(service: Service) -> None:
    """Between the last message that is read and the new rows there is no other."""
    async with service.database.transaction() as connection:
        twins = Twins(connection, FACTS)
        await twins.begin()
        assert await counted(service) == 0
        await twins.keep_others_waiting()

        with pytest.raises(asyncpg.LockNotAvailableError):
            await counted(service)


async def in_silence(_: int) -> None:
    """Tell nobody how much is left."""


def odd_ones() -> list[tuple[str, dict[str, str], bytes]]:
    """Subject, headers and body of messages that are not as our relay writes them.

    The first three take effect, in their way; no consumer takes in the others.
    """
    first = a_year()[0]
    subject = first.subject
    # In the order in which the outbox keeps them, or none would be read at a glance.
    headers = dict(
        sorted(cloudevents.headers(first).items(), key=lambda one: (len(one[0]), one))
    )
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
        (subject, numbered(9) | {"ce-time": "2024-13-10T13:00:00+00:00"}, body),
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
    assert done == len(told) + 1 + 10
    assert len(before["fact"]) == len(before["inbox"]) == len(told) + 3
    assert Counter(one.reason for one in parked) == {
        "malformed_attributes": 2,
        "malformed_body": 1,
        "handler_failed": 2,
        "unexpected_type": 1,
        "not_a_cloudevent": 1,
    }
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
