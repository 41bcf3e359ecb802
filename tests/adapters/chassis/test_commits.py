"""What is known of a commit when PostgreSQL goes away in the middle of it."""

import asyncio
from collections.abc import AsyncGenerator

import asyncpg
import pytest

from chassis.postgres import CommitUnknown, Database, OwnConnection, Unavailable
from chassis.settings import Settings

# A commit that waits for whoever holds the lock 42, as one waits for a slow disk.
SLOW_COMMIT = """
create table events.slow (id int);
create function events.wait_long() returns trigger language plpgsql as $$
begin perform pg_advisory_xact_lock(42); return null; end $$;
create constraint trigger slow_commit after insert on events.slow
    deferrable initially deferred for each row execute function events.wait_long();
grant all on events.slow to medspil_events;
"""
HELD_UP = """
select pid from pg_locks where locktype = 'advisory' and objid = 42 and not granted
"""


@pytest.fixture
async def owner(
    database_url: str,
) -> AsyncGenerator[OwnConnection]:
    """The owner, who holds up every commit to the table `slow`."""
    connection = await asyncpg.connect(database_url)
    await connection.execute(SLOW_COMMIT)
    await connection.execute("select pg_advisory_lock(42)")
    yield connection
    await connection.close()


@pytest.fixture
async def database(settings: Settings) -> AsyncGenerator[Database]:
    """The database as the service events sees it."""
    database = Database(settings.service_database_url("events"), "events")
    await database.open()
    yield database
    await database.close()


async def _write(database: Database) -> None:
    """Commit with one statement, without a transaction."""
    async with database.writing() as connection:
        await connection.execute("insert into slow values (1)")


async def _held_up(owner: OwnConnection) -> int:
    """Return who waits for the lock 42, as soon as somebody does."""
    async with asyncio.timeout(20):
        while (pid := await owner.fetchval(HELD_UP)) is None:
            pass
    return int(pid)


async def _break(owner: OwnConnection) -> None:
    """Break the connection whose commit is held up, as soon as there is one."""
    await owner.execute("select pg_terminate_backend($1)", await _held_up(owner))


async def test_a_commit_that_broke_may_have_been_done(
    database: Database, owner: OwnConnection
) -> None:
    """To say that nothing was written would be a guess."""

    async def insert() -> None:
        async with database.transaction() as connection:
            await connection.execute("insert into slow values (1)")

    with pytest.raises(CommitUnknown):
        await asyncio.gather(insert(), _break(owner))


async def test_a_statement_that_commits_may_have_been_done(
    database: Database, owner: OwnConnection
) -> None:
    """Several commands are committed by one statement, without a transaction."""
    with pytest.raises(CommitUnknown):
        await asyncio.gather(_write(database), _break(owner))


async def test_what_broke_before_the_commit_was_not_done(
    database: Database, owner: OwnConnection
) -> None:
    """Then the caller may be told so."""

    async def wait() -> None:
        async with database.transaction() as connection:
            await connection.execute("select pg_advisory_xact_lock(42)")

    with pytest.raises(Unavailable) as away:
        await asyncio.gather(wait(), _break(owner))

    assert not isinstance(away.value, CommitUnknown)


async def test_a_look_that_broke_wrote_nothing_and_the_next_one_sees(
    database: Database, owner: OwnConnection
) -> None:
    """What a command is decided on is read on a connection that is kept."""

    async def look(statement: str) -> object:
        async with database.looking() as connection:
            return await connection.fetchval(statement)

    with pytest.raises(Unavailable) as away:
        await asyncio.gather(look("select pg_advisory_xact_lock(42)"), _break(owner))

    assert not isinstance(away.value, CommitUnknown)
    assert await look("select 42") == 42


async def test_a_look_waits_for_no_commit(
    database: Database, owner: OwnConnection
) -> None:
    """The disk may be slow; what was committed before is there to be read."""
    writing = asyncio.create_task(_write(database))
    await _held_up(owner)

    async with database.looking() as connection:
        assert await connection.fetchval("select count(*) from slow") == 0

    await owner.execute("select pg_advisory_unlock(42)")
    await writing
