"""A PostgreSQL primary is lost: nothing that it acknowledged is, and it stays lost."""

import asyncio
from collections.abc import Generator
from subprocess import CalledProcessError

import asyncpg
import pytest
import stamina

from chassis.answers import Answer
from chassis.asking import Asked, once
from chassis.auth import Principal
from chassis.migrating import migrate
from chassis.postgres import Connection, Database, Unavailable
from chassis.primary import Primary
from tests.support.pair import Pair, paired
from tests.support.stack import ROOT

pytestmark = pytest.mark.timeout(180)
PARTNERSHIPS = ROOT / "services" / "partnerships" / "migrations"
SOON = 3.0  # seconds: what is not acknowledged by then waits for something


@pytest.fixture
def pair() -> Generator[Pair]:
    """A primary "one" with its standby "two" in step."""
    with paired(fsync=False) as pair:
        yield pair


async def keep(database: Database, number: int) -> None:
    """Commit one row, as soon as somebody takes it."""
    async for attempt in stamina.retry_context(on=Unavailable, timeout=30):
        with attempt:
            async with database.transaction() as connection:
                await connection.execute("create table if not exists kept (n int)")
                await connection.execute("insert into kept values ($1)", number)


async def kept(database: Database) -> list[int]:
    """Return the rows that are there."""
    async with database.reading() as connection:
        rows = await connection.fetch("select n from kept order by n")
    return [row["n"] for row in rows]


async def test_the_standby_has_everything_and_the_old_primary_follows_it(
    pair: Pair,
) -> None:
    """One pool lives through it all; the address names both and stays the same."""
    database = Database(pair.url, "public")
    await database.open()
    await keep(database, 1)

    pair.kill("one")
    pair.tend("promote")
    await asyncio.to_thread(pair.serve, "one")  # its machine came up again
    with pytest.raises(asyncpg.InternalClientError, match="primary"):
        await Primary(pair.url_of("one")).connect()
    await keep(database, 2)
    assert (pair.primary, pair.in_step) == ("two", None)

    pair.tend("join")
    await keep(database, 3)
    pair.kill("two")
    pair.tend("promote")
    await keep(database, 4)

    assert await kept(database) == [1, 2, 3, 4]
    assert pair.primary == "one"
    await database.close()


async def test_what_was_not_acknowledged_may_be_lost_and_is_not_told_again(
    pair: Pair,
) -> None:
    """A primary that came back by itself shows a row that its standby never got.

    Whoever asks again with the same key must not be told that it is done.
    """
    await migrate(pair.url, "partnerships", PARTNERSHIPS)
    database = Database(pair.url, "partnerships")
    await database.open()
    asked = Asked(Principal("anna"), "k-1", "f-1", None, "c-1")

    async def work(_: Connection) -> Answer:
        return Answer(201, {})

    with pair.frozen("two"):
        doubtful = asyncio.create_task(once(database, asked, work))
        await asyncio.wait({doubtful}, timeout=SOON)
        assert not doubtful.done()
        pair.kill("one")
        with pytest.raises(Unavailable):
            await doubtful
        await restarted(pair, "one")

        again = asyncio.create_task(once(database, asked, work))
        await asyncio.wait({again}, timeout=SOON)
        assert not again.done()
    assert (await again).headers["Idempotency-Replayed"] == "true"
    await database.close()


async def restarted(pair: Pair, name: str) -> None:
    """Start a server again that was killed, once what it left has ended."""
    async with asyncio.timeout(30):
        while True:
            try:
                await asyncio.to_thread(pair.serve, name)
            except CalledProcessError:
                continue
            return


async def test_a_standby_that_is_not_in_step_is_not_promoted(pair: Pair) -> None:
    """The primary acknowledged without it, and only the primary has that."""
    database = Database(pair.url, "public")
    await database.open()
    pair.tend("alone")
    with pair.frozen("two"):
        await keep(database, 1)
    pair.kill("one")

    with pytest.raises(AssertionError, match="two is not in step"):
        pair.tend("promote")
    with pytest.raises(AssertionError, match="one does not answer"):
        pair.tend("alone")
    assert pair.primary == "one"
    await database.close()


async def test_an_old_primary_out_of_reach_acknowledges_nothing(pair: Pair) -> None:
    """The witness cannot stop it, but it waits for a standby that has left it."""
    pair.cut_off("one")
    pair.tend("promote")
    old = await asyncpg.connect(pair.url_of("one"))
    new = await asyncpg.connect(pair.url_of("two"))

    await new.execute("create table kept (n int)", timeout=SOON)
    assert await old.fetchval("select pg_is_in_recovery()") is False
    with pytest.raises(TimeoutError):
        await old.execute("create table kept (n int)", timeout=SOON)
    await new.close()
    await old.close()


async def test_the_watch_does_all_of_it_by_itself() -> None:
    """Nobody has to be awake; and a lost standby does not stop the primary for ever."""
    with paired(every=0.2, alone_after=1.0, fsync=False) as pair:
        pair.watch()
        pair.kill("one")
        await until(pair, "two", "one")
        pair.kill("one")
        await until(pair, "two", None)
        connection = await Primary(pair.url).connect()
        await connection.execute("create table kept (n int)", timeout=SOON)
        await connection.close()
        await until(pair, "two", "one")

        assert "afresh" not in pair.watched  # both went on from their own files


class NotYetError(Exception):
    """The witness says something else."""


async def until(pair: Pair, primary: str, in_step: str | None) -> None:
    """Return when the witness says so."""
    async for attempt in stamina.retry_context(
        on=NotYetError, timeout=90, attempts=None, wait_initial=0.02, wait_max=0.02
    ):
        with attempt:
            if (pair.primary, pair.in_step) != (primary, in_step):
                raise NotYetError
