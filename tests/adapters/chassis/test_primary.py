"""The primary is found among several servers, also behind one that says nothing."""

import asyncio
from collections.abc import AsyncGenerator
from time import monotonic
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from chassis.postgres import Database, Unavailable
from chassis.primary import PATIENCE, Primary
from tests.support.running import free_port


@pytest.fixture
async def silent() -> AsyncGenerator[str]:
    """A server that takes connections and never answers, as a frozen one does."""
    asked = asyncio.Event()

    async def say_nothing(
        _: asyncio.StreamReader, answer: asyncio.StreamWriter
    ) -> None:
        await asked.wait()
        answer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    asked.set()
    server.close()
    await server.wait_closed()


def behind(first: str, database_url: str) -> str:
    """Return the address of a database that another server stands in front of."""
    parts = urlsplit(database_url)
    sockets = parse_qs(parts.query).get("host")
    login, _, place = parts.netloc.rpartition("@")
    if sockets:
        login, place = "postgres", quote(sockets[0], safe="")
    return f"postgresql://{login}@{first},{place}{parts.path}"


async def test_a_silent_server_does_not_hide_the_primary(
    silent: str, database_url: str
) -> None:
    """A machine without power does not even refuse; the second time it is not asked."""
    primary = Primary(behind(silent, database_url))

    await (await primary.connect()).close()
    begun = monotonic()
    await (await primary.connect()).close()

    assert monotonic() - begun < PATIENCE


async def test_a_server_that_is_down_does_not_hide_the_primary(
    database_url: str,
) -> None:
    """The ordinary case: the process is gone and the machine refuses."""
    primary = Primary(behind(f"127.0.0.1:{free_port()}", database_url))

    connection = await primary.connect()

    assert await connection.fetchval("select pg_is_in_recovery()") is False
    await connection.close()


async def test_no_server_at_all_is_a_fault_that_passes() -> None:
    """The caller is told to come back."""
    ports = f"127.0.0.1:{free_port()},127.0.0.1:{free_port()}"
    database = Database(f"postgresql://nobody@{ports}/medspil", "events")
    await database.open()

    with pytest.raises(Unavailable):
        async with database.transaction():
            pass
    await database.close()


async def test_a_lost_connection_takes_the_others_with_it(database_url: str) -> None:
    """Where one leads to a server that is gone, all may; each is made anew."""
    database = Database(database_url, "events")
    await database.open()
    async with database.reading() as one, database.reading() as other:
        first = await other.fetchval("select pg_backend_pid()")
        own = await one.fetchval("select pg_backend_pid()")
    with pytest.raises(Unavailable):
        async with database.reading() as one, database.reading() as other:
            victim = await one.fetchval("select pg_backend_pid()")
            await other.execute("select pg_terminate_backend($1)", victim)
            await one.fetchval("select 1")
    async with database.reading() as one, database.reading() as other:
        pids = {await each.fetchval("select pg_backend_pid()") for each in (one, other)}
    await database.close()

    assert pids.isdisjoint({first, own})
