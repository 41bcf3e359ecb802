"""A link is used once, on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from chassis.links import Link, require_open, revoke, spend
from chassis.postgres import Connection, Database
from chassis.problems import Problem
from chassis.service import Site

AT = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)
LINK = Link(
    id=UUID(int=1),
    purpose="vote",
    subject_id=UUID(int=2),
    contact_id=UUID(int=3),
    organisation_id=UUID(int=4),
    language="da",
    expires_at=AT + timedelta(days=14),
)


@pytest.fixture
async def database(site: Site) -> AsyncGenerator[Database]:
    """The pool of one service."""
    database = site.database("partnerships")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def connection(database: Database) -> AsyncGenerator[Connection]:
    """A transaction."""
    async with database.transaction() as connection:
        yield connection


async def refusal(connection: Connection) -> tuple[str, str]:
    """Return the codes that opening and spending are refused with."""
    with pytest.raises(Problem) as opening:
        await require_open(connection, LINK)
    with pytest.raises(Problem) as spending:
        await spend(connection, LINK, AT)
    return opening.value.code, spending.value.code


async def test_a_link_is_open_until_it_is_used(connection: Connection) -> None:
    """Looking at it does not use it."""
    await require_open(connection, LINK)
    await require_open(connection, LINK)

    await spend(connection, LINK, AT)

    assert await refusal(connection) == ("link_used", "link_used")


async def test_a_withdrawn_link_is_closed(connection: Connection) -> None:
    """Used or not; withdrawing it again changes nothing."""
    await revoke(connection, LINK.id, AT)
    await revoke(connection, LINK.id, AT + timedelta(days=1))

    assert await refusal(connection) == ("link_revoked", "link_revoked")
    revoked_at = await connection.fetchval("select revoked_at from link_use")
    assert revoked_at == AT


async def test_a_used_link_can_be_withdrawn(connection: Connection) -> None:
    """What it was used for stays as it was."""
    await spend(connection, LINK, AT)
    await revoke(connection, LINK.id, AT)

    assert await refusal(connection) == ("link_revoked", "link_revoked")


async def test_of_two_who_use_it_at_once_one_does(database: Database) -> None:
    """Two clicks are one vote."""

    async def use() -> str:
        try:
            async with database.transaction() as connection:
                await spend(connection, LINK, AT)
        except Problem as problem:
            return problem.code
        return "used"

    assert sorted(await asyncio.gather(use(), use(), use())) == [
        "link_used",
        "link_used",
        "used",
    ]


async def test_a_use_that_came_to_nothing_leaves_the_link_open(
    database: Database,
) -> None:
    """It is spent in the transaction of what it was used for."""
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as connection:
            await spend(connection, LINK, AT)
            raise ZeroDivisionError

    async with database.reading() as connection:
        await require_open(connection, LINK)
