"""The time comes from here and is passed in; Danish working days are counted here."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that all others ask


class FixedClock:
    """Stands still until it is moved; for tests."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Set the instant that it tells from now on."""
        self._at = at


class MovableClock:
    """Runs beside the machine's clock at a distance that survives a restart.

    Processes that share the file tell the same time: each looks whether another
    has moved it.
    """

    def __init__(self, path: Path, machine: Clock | None = None) -> None:
        self._path = path
        self._machine = machine or SystemClock()
        self._offset = timedelta()
        self._seen: tuple[int, int] | None = None

    def now(self) -> datetime:
        """Return the machine's instant, moved by the distance."""
        self._look()
        return self._machine.now() + self._offset

    def move_to(self, at: datetime) -> None:
        """Let *at* be now, and remember the distance on disk first."""
        offset = at - self._machine.now()
        fresh = self._path.with_suffix(".new")
        fresh.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w") as file:
            json.dump({"offset_seconds": offset.total_seconds()}, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)

    def _look(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return
        seen = found.st_ino, found.st_mtime_ns
        if seen != self._seen:
            kept = json.loads(self._path.read_text())
            self._offset = timedelta(seconds=kept["offset_seconds"])
            self._seen = seen


def civil_date(at: datetime) -> date:
    """Return the date in Copenhagen at an instant."""
    return at.astimezone(COPENHAGEN).date()


def start_of(day: date) -> datetime:
    """Return the instant, in UTC, at which a day begins in Copenhagen."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN)
    return midnight.astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Tell whether a day is neither a weekend nor a Danish public holiday."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)  # noqa: PLR2004 - Saturday is 5


@lru_cache(maxsize=8192)
def add_working_days(day: date, days: int) -> date:
    """Return the working day that lies *days* working days after (or before) a day."""
    step = timedelta(days=1 if days >= 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


@lru_cache(maxsize=128)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))
