"""The calendar entry of a gathering, as a calendar reads it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services.events.calendar import Method, entry
from services.events.domain.gathering import Slot, Subject
from tests.unit.events.given import ANNA, LATER, MEETING, PARTNERSHIP, REVIEW

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
AT = datetime(2025, 11, 3, 12, tzinfo=UTC)


def written(
    method: Method = "REQUEST",
    slot: Slot = MEETING,
    sequence: int = 0,
    subject: Subject = REVIEW,
) -> str:
    """An entry of the meeting, as text."""
    return entry(
        method,
        PARTNERSHIP,
        subject,
        slot,
        sequence=sequence,
        at=AT,
        organizer="erhverv@htk.example",
    )


def test_an_entry_says_what_when_and_where() -> None:
    """The time is that of Copenhagen, and the zone comes with the entry."""
    calendar = Calendar.from_ical(written())
    [event] = calendar.walk("VEVENT")
    [zone] = calendar.walk("VTIMEZONE")

    assert calendar["method"] == "REQUEST"
    assert event["uid"] == str(PARTNERSHIP)
    assert event["summary"] == "Opfølgningsmøde / Review meeting: BID Marsupilami"
    assert event["location"] == "Rådhuset"
    assert event["dtstart"].params["tzid"] == "Europe/Copenhagen"
    assert event.decoded("dtstart") == datetime(2025, 11, 20, 14, tzinfo=COPENHAGEN)
    assert event.decoded("dtend") == datetime(2025, 11, 20, 15, 30, tzinfo=COPENHAGEN)
    assert event.decoded("dtstamp") == AT
    assert event["status"] == "CONFIRMED"
    assert zone["tzid"] == "Europe/Copenhagen"


def test_summer_time_is_told_by_the_zone() -> None:
    """Noon in July is ten o'clock in UTC."""
    july = Slot(
        datetime(2026, 7, 1, 10, tzinfo=UTC),
        datetime(2026, 7, 1, 11, tzinfo=UTC),
        "Torvet",
    )
    text = written(slot=july)

    assert "DTSTART;TZID=Europe/Copenhagen:20260701T120000" in text
    assert "20260329T" in text


def test_a_cancelled_entry_replaces_the_earlier_one() -> None:
    """The same identity, a higher number, and the word for it in both places."""
    [event] = Calendar.from_ical(written("CANCEL", LATER, 2)).walk("VEVENT")

    assert event["uid"] == str(PARTNERSHIP)
    assert event["sequence"] == 2
    assert event["status"] == "CANCELLED"


def test_nobody_invited_is_named() -> None:
    """The entry goes to everybody; who else was asked is nobody's business."""
    text = written()

    assert "ATTENDEE" not in text
    assert str(ANNA) not in text
    assert "mailto:erhverv@htk.example" in text


@pytest.mark.parametrize("unit", written().encode().split(b"\r\n"))
def test_no_line_is_longer_than_a_calendar_takes(unit: bytes) -> None:
    """75 bytes a line, by RFC 5545."""
    assert len(unit) <= 75


def test_a_title_cannot_bring_a_line_of_its_own() -> None:
    """A line break in a title stays inside the summary."""
    sly = Subject("network_meeting", None, "X\r\nATTENDEE:mailto:a@b.example", ())
    lines = written(subject=sly).split("\r\n")

    assert not [line for line in lines if line.startswith("ATTENDEE")]
