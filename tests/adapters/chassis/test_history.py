"""The history on a real PostgreSQL: chained, locked by version, append-only."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest

from chassis.committing import Change, Ledger
from chassis.history import Break, EventCodec, History, Place, verify
from chassis.postgres import Connection, Database, UniqueViolation
from chassis.service import Site

STREAM = UUID("00000000-0000-7000-8000-000000000001")
OTHER = UUID("00000000-0000-7000-8000-000000000002")
AT = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Planted:
    """A tree was planted."""

    height: Decimal


@dataclass(frozen=True, slots=True)
class Felled:
    """It was felled."""

    reason: str


type Tree = Planted | Felled

HISTORY = History[Tree](EventCodec.of(Tree))
LEDGER = Ledger("partnership", "kept as (select)")  # nothing beside the history


@pytest.fixture
async def database(site: Site) -> AsyncGenerator[Database]:
    """The pool of one service."""
    database = site.database("partnerships")
    await database.open()
    yield database
    await database.close()


async def plant(database: Database, stream_id: UUID = STREAM) -> None:
    """Write a stream of two events."""
    async with database.transaction() as connection:
        events: list[Tree] = [Planted(Decimal("1.50")), Felled("Storm, Rødovre")]
        await write(connection, stream_id, events)


async def write(connection: Connection, stream_id: UUID, events: list[Tree]) -> None:
    """Write the first events of a stream."""
    entries = HISTORY.entries(Place(), stream_id, events, actor="system", at=AT)
    change = Change(stream_id, 0, entries, {}, None, ())
    assert await LEDGER.write(connection, [change]) == ["done"]


async def test_what_was_written_is_read_back(database: Database) -> None:
    """Events come back as they were, with who and when."""
    await plant(database)

    async with database.reading() as connection:
        recorded = await HISTORY.load(connection, STREAM)

    assert [row.event for row in recorded] == [
        Planted(Decimal("1.50")),
        Felled("Storm, Rødovre"),
    ]
    assert [row.version for row in recorded] == [1, 2]
    assert {(row.actor, row.occurred_at) for row in recorded} == {("system", AT)}


async def test_a_second_writer_gets_a_conflict(database: Database) -> None:
    """The version is the lock: who loaded less than there is writes nothing."""
    await plant(database)

    with pytest.raises(UniqueViolation):
        async with database.transaction() as connection:
            await write(connection, STREAM, [Felled("late")])

    async with database.reading() as connection:
        assert len(await HISTORY.load(connection, STREAM)) == 2


async def test_an_untouched_history_verifies(database: Database) -> None:
    """Every hash comes out as it was written."""
    await plant(database)
    await plant(database, OTHER)

    async with database.reading() as connection:
        assert await verify(connection) == (4, [])
        assert await verify(connection, STREAM) == (2, [])


async def test_nobody_changes_history_by_accident(database: Database) -> None:
    """The database itself refuses to update or delete."""
    await plant(database)

    async with database.reading() as connection:
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await connection.execute("update event set actor = 'staff:mallory'")
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await connection.execute("delete from event")


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("update event set actor = 'x' where version = 1", Break(STREAM, 1, "altered")),
        (
            'update event set data = \'{"reason": "y"}\' where version = 2',
            Break(STREAM, 2, "altered"),
        ),
        ("delete from event where version = 1", Break(STREAM, 1, "gap")),
    ],
)
async def test_tampering_is_found(
    database: Database, database_url: str, tampering: str, found: Break
) -> None:
    """Even an owner who lifts the guard cannot change a row unseen."""
    await plant(database)
    owner = await asyncpg.connect(database_url)
    await owner.execute("set search_path = partnerships")
    await owner.execute("alter table event disable trigger event_is_append_only")
    await owner.execute(tampering)
    await owner.close()

    async with database.reading() as connection:
        _, breaks = await verify(connection)

    assert breaks[0] == found
