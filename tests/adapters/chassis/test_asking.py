"""A write happens once, on a real PostgreSQL."""

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest
from asyncpg import DeadlockDetectedError

from chassis.answers import Answer, purge
from chassis.asking import Asked, once
from chassis.auth import Principal
from chassis.history import Conflict
from chassis.postgres import Connection, Database
from chassis.problems import Problem
from chassis.service import Site
from tests.support.locking import waiting

USE = "insert into link_use (link_id, used_at) values ($1, now())"


@pytest.fixture
async def database(site: Site) -> AsyncGenerator[Database]:
    """The pool of one service."""
    database = site.database("partnerships")
    await database.open()
    yield database
    await database.close()


def asked(
    key: str | None = "k-1",
    *,
    subject: str = "anna",
    fingerprint: str = "f-1",
    if_match: frozenset[int] | None = None,
    dry_run: bool = False,
) -> Asked:
    """Return a write by a member of staff."""
    return Asked(Principal(subject), key, fingerprint, if_match, "c-1", dry_run)


class Work:
    """Writes one row each time, after as many conflicts as it is told."""

    def __init__(
        self, conflicts: int = 0, conflict: type[Exception] = Conflict
    ) -> None:
        self.conflicts = conflicts
        self.conflict = conflict
        self.calls = 0

    async def __call__(self, connection: Connection) -> Answer:
        """Write, and answer with how often."""
        self.calls += 1
        await connection.execute(USE, UUID(int=self.calls))
        if self.calls <= self.conflicts:
            raise self.conflict("stream")
        body = {"call": self.calls, "name": 'Rødovre "A"', "id": UUID(int=7)}
        return Answer(201, body, version=4, location="/v1/things/7")


async def rows(database: Database) -> int:
    """Return how many rows the work has left behind."""
    async with database.reading() as connection:
        return int(await connection.fetchval("select count(*) from link_use"))


async def keys(database: Database) -> int:
    """Return how many answers are kept."""
    async with database.reading() as connection:
        return int(await connection.fetchval("select count(*) from idempotency"))


async def test_a_repeat_gets_the_same_answer_and_does_nothing(
    database: Database,
) -> None:
    """A client that heard nothing may ask again."""
    work = Work()

    first = await once(database, asked(), work)
    again = await once(database, asked(), work)

    assert (work.calls, await rows(database)) == (1, 1)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.body == again.body
    assert json.loads(bytes(first.body)) == {
        "call": 1,
        "name": 'Rødovre "A"',
        "id": "00000000-0000-0000-0000-000000000007",
    }
    assert first.headers["etag"] == again.headers["etag"] == '"4"'
    assert again.headers["location"] == "/v1/things/7"
    assert again.headers["content-type"] == "application/json"
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers


async def test_without_a_key_each_write_counts(database: Database) -> None:
    """The key is the caller's to give."""
    work = Work()

    await once(database, asked(None), work)
    await once(database, asked(None), work)

    assert (await rows(database), await keys(database)) == (2, 0)


async def test_two_people_may_choose_the_same_key(database: Database) -> None:
    """And neither sees the other's answer."""
    work = Work()

    await once(database, asked(subject="anna"), work)
    other = await once(database, asked(subject="bo"), work)

    assert json.loads(bytes(other.body))["call"] == 2


async def test_the_same_key_for_another_wish_is_refused(database: Database) -> None:
    """Otherwise the caller would believe that the second was done."""
    work = Work()
    await once(database, asked(), work)

    with pytest.raises(Problem) as refused:
        await once(database, asked(fingerprint="f-2"), work)

    assert refused.value.code == "idempotency_key_reused"
    assert work.calls == 1


async def test_the_second_of_two_at_once_waits_for_the_first(
    database: Database,
) -> None:
    """Both get the one answer."""
    begun, go_on = asyncio.Event(), asyncio.Event()
    work = Work()

    async def slow(connection: Connection) -> Answer:
        begun.set()
        await go_on.wait()
        return await work(connection)

    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(once(database, asked(), slow))
        await begun.wait()
        second = tasks.create_task(once(database, asked(), work))
        await waiting(database)
        assert not second.done()
        go_on.set()

    assert work.calls == 1
    assert first.result().body == second.result().body
    assert second.result().headers["idempotency-replayed"] == "true"


async def test_a_refused_write_leaves_its_key_free(database: Database) -> None:
    """What was missing may be there the next time."""
    work = Work()

    async def refused(connection: Connection) -> Answer:
        await work(connection)
        raise Problem("not_yet", 409)

    with pytest.raises(Problem):
        await once(database, asked(), refused)
    assert (await rows(database), await keys(database)) == (0, 0)

    answer = await once(database, asked(fingerprint="f-2"), work)

    assert answer.status_code == 201


async def test_a_dry_run_answers_and_leaves_nothing(database: Database) -> None:
    """Neither what was done, nor the key, nor a version or place that never was."""
    answer = await once(database, asked(dry_run=True), Work())

    assert answer.status_code == 201
    assert json.loads(bytes(answer.body))["call"] == 1
    assert (await rows(database), await keys(database)) == (0, 0)
    assert "etag" not in answer.headers
    assert "location" not in answer.headers


async def test_a_dry_run_decides_anew_under_a_key_that_was_used(
    database: Database,
) -> None:
    """It asks what would happen now, not what happened then."""
    work = Work()
    await once(database, asked(), work)

    answer = await once(database, asked(dry_run=True), work)

    assert json.loads(bytes(answer.body))["call"] == 2
    assert await rows(database) == 1


async def test_a_conflict_is_tried_again_twice(database: Database) -> None:
    """Whoever names no version wants it done on the latest."""
    work = Work(conflicts=2)

    answer = await once(database, asked(), work)

    assert json.loads(bytes(answer.body))["call"] == 3
    assert await rows(database) == 1


@pytest.mark.parametrize("conflict", [Conflict, DeadlockDetectedError])
async def test_a_third_conflict_is_the_answer(
    database: Database, conflict: type[Exception]
) -> None:
    """Somebody else keeps being first; the caller should look."""
    work = Work(conflicts=3, conflict=conflict)

    with pytest.raises(Conflict):
        await once(database, asked(), work)

    assert (work.calls, await rows(database), await keys(database)) == (3, 0, 0)


async def test_a_conflict_on_a_named_version_is_not_tried_again(
    database: Database,
) -> None:
    """The version that was meant is gone."""
    work = Work(conflicts=1)

    with pytest.raises(Problem) as refused:
        await once(database, asked(if_match=frozenset({3})), work)

    assert (refused.value.code, work.calls) == ("stale_version", 1)


@pytest.mark.parametrize("if_match", [None, frozenset({4})])
async def test_a_write_that_met_a_timer_crosswise_is_done_again(
    database: Database, if_match: frozenset[int] | None
) -> None:
    """Of two that wait for each other PostgreSQL ends one; no caller hears of it."""
    write = Work()
    mine, theirs = UUID(int=101), UUID(int=102)
    met = asyncio.Barrier(2)
    calls: list[str] = []

    async def lock(connection: Connection, first: UUID, then: UUID) -> None:
        if len(calls) <= met.parties:
            await connection.execute(f"{USE} on conflict do nothing", first)
            await met.wait()
        await connection.execute(f"{USE} on conflict do nothing", then)

    async def crossing(connection: Connection) -> Answer:
        calls.append("write")
        await lock(connection, mine, theirs)
        return await write(connection)

    async def timer(connection: Connection) -> Answer:
        calls.append("timer")
        await lock(connection, theirs, mine)
        return Answer(200, None)

    answers = await asyncio.gather(
        once(database, asked("k-1", if_match=if_match), crossing),
        once(database, asked("k-2", if_match=if_match), timer),
    )

    assert [answer.status_code for answer in answers] == [201, 200]
    assert len(calls) == 3


async def test_answers_are_forgotten_after_thirty_days(database: Database) -> None:
    """And not before."""
    await once(database, asked("old"), Work())
    await once(database, asked("young", subject="bo"), _nothing)
    async with database.transaction() as connection:
        await connection.execute(
            """
            update idempotency set claimed_at = now() - case key
                when 'old' then interval '30 days 1 second'
                else interval '29 days 23 hours' end
            """
        )

        forgotten = await purge(connection)
        again = await purge(connection, timedelta(days=30))

    assert (forgotten, again, await keys(database)) == (1, 0, 1)


async def _nothing(_connection: Connection) -> Answer:
    return Answer(200, None)
