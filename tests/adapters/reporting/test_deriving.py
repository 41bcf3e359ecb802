"""What is heard moves the position on, and becomes facts, in one statement."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import pytest

from chassis import positions
from chassis.deriving import Derivation
from chassis.ids import derived_id
from chassis.jetstream import Standing
from chassis.positions import Overtaken
from chassis.postgres import Connection
from chassis.retelling import line, told_by
from chassis.service import Service
from chassis.twins import Twins
from contracts import Envelope, Message
from services.reporting.store import FACTS
from tests.adapters.reporting.conftest import a_year

STREAM = "2024-01-01T00:00:00Z"
DERIVATION = Derivation(FACTS)
INBOX = "insert into {table} select message_id from told"


@pytest.fixture
async def writer(service: Service) -> AsyncGenerator[Connection]:
    """A connection of the service, which has begun at the beginning of a stream."""
    async with service.database.writing() as connection:
        await positions.begin(connection, Standing(STREAM, 9), again=False)
        yield connection


async def move_on(
    writer: Connection, step: tuple[int, int], heard: Sequence[Envelope[Message]]
) -> None:
    """Take in what was heard from one sequence to another."""
    await DERIVATION.move_on(writer, STREAM, step, [told_by(one) for one in heard])


async def counts(writer: Connection) -> tuple[int, int, int]:
    """The position, how many messages the inbox knows, and how many facts there are."""
    row = await writer.fetchrow(
        """
        select (select sequence from stream_position where reader = 'consumer'),
               (select count(*) from inbox), (select count(*) from fact)
        """
    )
    assert row is not None
    return row[0], row[1], row[2]


async def test_many_take_effect_together(writer: Connection) -> None:
    """Also where the stream has one twice; and where nothing in it was for us."""
    told = a_year()

    await move_on(writer, (0, 4), [*told[:3], told[0]])
    await move_on(writer, (4, 6), [])

    assert await counts(writer) == (6, 3, 3)


async def test_of_two_with_one_id_the_first_counts(writer: Connection) -> None:
    """As in a rebuild, and as when each came alone."""
    first = a_year()[0]
    other = replace(first, sequence=7)

    await move_on(writer, (0, 2), [first, other])

    assert await writer.fetchval("select sequence from fact") == first.sequence


async def test_what_the_inbox_knows_takes_no_effect_again(writer: Connection) -> None:
    """A redelivery is not looked at, whatever it says now."""
    first, second, *_ = a_year()
    await writer.execute("insert into inbox (message_id) values ($1)", first.id)

    await move_on(writer, (0, 2), [first, second])

    assert await counts(writer) == (2, 2, 1)


async def test_who_was_overtaken_writes_nothing(writer: Connection) -> None:
    """Somebody else has moved the position since."""
    told = a_year()
    await move_on(writer, (0, 1), told[:1])

    with pytest.raises(Overtaken, match="not 0 any more"):
        await move_on(writer, (0, 2), told[1:2])

    assert await counts(writer) == (1, 1, 1)


async def test_who_goes_on_after_a_rebuild_fills_the_new_tables(
    service: Service, writer: Connection
) -> None:
    """The statement was prepared when those that are read now were the twins."""
    told = a_year()
    for place in range(3):
        await move_on(writer, (place, place + 1), [told[place]])

    async with service.database.transaction() as connection:
        twins = Twins(connection, {"inbox": INBOX, **FACTS})
        await twins.begin()
        await twins.take_in([line(told_by(one)) for one in told[:3]])
        await twins.keep_others_waiting()
        waiting = asyncio.create_task(move_on(writer, (3, 4), [told[3]]))
        await until_it_waits(connection)
        await twins.trade_places()
    await waiting
    await move_on(writer, (4, 5), [told[4]])

    assert await counts(writer) == (5, 5, 5)


async def until_it_waits(connection: Connection) -> None:
    """Return when somebody waits for a lock."""
    async with asyncio.timeout(20):
        while not await connection.fetchval(
            """
            select exists (
                select from pg_locks join pg_database on pg_database.oid = database
                where not granted and datname = current_database()
            )
            """
        ):
            pass


async def test_one_that_is_refused_moves_nothing(writer: Connection) -> None:
    """Nobody is behind a message that has not taken effect."""
    first, second, *_ = a_year()
    bad = replace(second, id=derived_id("bad"), sequence=0)

    with pytest.raises(Exception, match="fact_sequence_check"):
        await move_on(writer, (0, 2), [first, bad])

    assert await counts(writer) == (0, 0, 0)
