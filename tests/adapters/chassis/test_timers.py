"""Timers on a real PostgreSQL: each due instant fires once, in order, come what may."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from chassis.clock import FixedClock
from chassis.decider import Refusal
from chassis.history import Conflict
from chassis.postgres import Connection, Database
from chassis.service import Site
from chassis.timers import Due, Timers, plan

STREAM = UUID("00000000-0000-7000-8000-000000000001")
OTHER = UUID("00000000-0000-7000-8000-000000000002")
NOW = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Fired:
    """Notes what fired, and raises what it is told to, once for each."""

    def __init__(self) -> None:
        self.due: list[Due] = []
        self.raising: dict[str, list[Exception]] = {}

    async def __call__(self, connection: Connection, due: Due) -> None:
        """Fire one timer."""
        assert await connection.fetchval("select 1") == 1
        if errors := self.raising.get(due.name):
            raise errors.pop(0)
        self.due.append(due)

    @property
    def names(self) -> list[str]:
        """The names of what fired, in order."""
        return [due.name for due in self.due]


@pytest.fixture
async def database(site: Site) -> AsyncGenerator[Database]:
    """The pool of one service."""
    database = site.database("partnerships")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def fired() -> Fired:
    """Nothing has fired yet."""
    return Fired()


@pytest.fixture
def timers(database: Database, clock: FixedClock, fired: Fired) -> Timers:
    """The timers of that service, by the clock that stands still."""
    return Timers(database, clock, fired)


async def planned(
    database: Database, stream_id: UUID = STREAM, **due: datetime
) -> None:
    """Plan the timers of a stream, in a transaction of its own."""
    async with database.transaction() as connection:
        await plan(connection, stream_id, due)


async def test_after_downtime_everything_due_fires_once_in_order(
    database: Database, timers: Timers, fired: Fired
) -> None:
    """Three fell due while nobody looked; the fourth is still to come."""
    await planned(database, expire=NOW, take_effect=NOW - 9 * HOUR, later=NOW + HOUR)
    await planned(database, OTHER, remind=NOW - 2 * HOUR)

    await timers.fire_due()
    await timers.fire_due()

    assert fired.due == [
        Due(STREAM, "take_effect", NOW - 9 * HOUR),
        Due(OTHER, "remind", NOW - 2 * HOUR),
        Due(STREAM, "expire", NOW),
    ]


async def test_a_new_due_date_is_a_new_timer(
    database: Database, timers: Timers, fired: Fired, clock: FixedClock
) -> None:
    """Moved before it fired: only the new instant counts. Planned again: it stays fired."""
    await planned(database, expire=NOW)
    await planned(database, expire=NOW + HOUR)
    await timers.fire_due()
    assert fired.due == []

    clock.move_to(NOW + HOUR)
    await timers.fire_due()
    await planned(database, expire=NOW + HOUR)
    await timers.fire_due()

    assert fired.due == [Due(STREAM, "expire", NOW + HOUR)]


async def test_what_is_no_longer_wanted_does_not_fire(
    database: Database, timers: Timers, fired: Fired
) -> None:
    """A plan replaces the one before, and leaves other streams alone."""
    await planned(database, expire=NOW)
    await planned(database, OTHER, expire=NOW)
    await planned(database)

    await timers.fire_due()

    assert fired.due == [Due(OTHER, "expire", NOW)]


async def test_a_moot_timer_is_done_with(
    database: Database, timers: Timers, fired: Fired
) -> None:
    """When the rules refuse what the timer was for, it does not try again."""
    fired.raising = {"expire": [Refusal("wrong_status")]}
    await planned(database, expire=NOW)

    await timers.fire_due()
    await timers.fire_due()

    assert fired.due == []


async def test_a_timer_that_lost_a_race_tries_again_at_once(
    database: Database, timers: Timers, fired: Fired
) -> None:
    """A conflict with a command is no fault of the timer."""
    fired.raising = {"expire": [Conflict("somebody was first")]}
    await planned(database, expire=NOW)

    await timers.fire_due()

    assert fired.names == ["expire"]


async def test_a_timer_that_fails_is_put_off_and_the_others_fire(
    database: Database, timers: Timers, fired: Fired
) -> None:
    """The fault is kept in the row; a minute later it is tried again."""
    fired.raising = {"expire": [LookupError("no such tree")]}
    await planned(database, expire=NOW - HOUR, remind=NOW)

    await timers.fire_due()

    assert fired.names == ["remind"]
    async with database.reading() as connection:
        row = await connection.fetchrow("select * from timer where name = 'expire'")
        assert row is not None
        assert row["fault"] == "LookupError('no such tree')"
        assert row["fired_at"] is None
        await connection.execute("update timer set retry_at = clock_timestamp()")
    await timers.fire_due()
    assert fired.names == ["remind", "expire"]


async def test_a_timer_planned_by_its_own_firing_is_kept(
    database: Database, clock: FixedClock
) -> None:
    """Firing may plan the stream anew; what fired does not come back."""
    fired: list[str] = []

    async def fire(connection: Connection, due: Due) -> None:
        fired.append(due.name)
        await plan(connection, due.stream_id, {"review": NOW, "next": NOW - HOUR})

    await planned(database, review=NOW)

    await Timers(database, clock, fire).fire_due()

    assert fired == ["review", "next"]
