"""The calendar entry of a gathering (RFC 5545), without the names of those invited."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from chassis.clock import COPENHAGEN
from chassis.webpage import PUBLISHER
from services.events.domain.gathering import GatheringType, Slot, Subject

if TYPE_CHECKING:
    from icalendar import vCalAddress

type Method = Literal["REQUEST", "CANCEL", "PUBLISH"]

_PRODUCT = "-//Høje-Taastrup Kommune//Medspil//DA"
_KINDS: dict[GatheringType, str] = {
    "review_meeting": "Opfølgningsmøde / Review meeting",
    "network_meeting": "Netværksmøde / Network meeting",
}


def entry(  # noqa: PLR0913 - these are what an entry consists of
    method: Method,
    gathering_id: UUID,
    subject: Subject,
    slot: Slot,
    *,
    sequence: int,
    at: datetime,
    organizer: str,
) -> str:
    """The entry as iCalendar text; a higher *sequence* replaces an earlier entry."""
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", str(gathering_id))
    event.add("sequence", sequence)
    event.add("dtstamp", at)
    event.add("dtstart", slot.starts_at.astimezone(COPENHAGEN))
    event.add("dtend", slot.ends_at.astimezone(COPENHAGEN))
    event.add("summary", f"{_KINDS[subject.type]}: {subject.title}")
    event.add("location", slot.place)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _address(organizer))
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    calendar.add_missing_timezones(
        first_date=date(slot.starts_at.year, 1, 1),
        last_date=date(slot.ends_at.year + 1, 1, 1),
    )
    return str(calendar.to_ical(), "utf-8")


def _address(organizer: str) -> "vCalAddress":
    from icalendar import vCalAddress, vText

    address = vCalAddress(f"mailto:{organizer}")
    address.params["cn"] = vText(PUBLISHER)
    return address
