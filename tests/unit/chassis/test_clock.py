"""A clock that can be moved is one clock, however many processes look at it."""

from datetime import UTC, datetime
from pathlib import Path

from chassis.clock import FixedClock, MovableClock

NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
PAST = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)


def test_processes_that_share_the_file_tell_the_same_time(tmp_path: Path) -> None:
    """Also those that looked before it was moved, and those that start later."""
    file, machine = tmp_path / "clock.json", FixedClock(NOON)
    mover, other = MovableClock(file, machine), MovableClock(file, machine)
    assert other.now() == NOON

    mover.move_to(PAST)

    assert mover.now() == other.now() == PAST
    assert MovableClock(file, machine).now() == PAST


def test_it_goes_on_from_where_it_was_moved_to(tmp_path: Path) -> None:
    """It runs as the machine's does, at a distance."""
    machine = FixedClock(NOON)
    clock = MovableClock(tmp_path / "clock.json", machine)
    clock.move_to(PAST)

    machine.move_to(NOON.replace(hour=13))

    assert clock.now() == PAST.replace(hour=9)
