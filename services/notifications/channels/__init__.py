"""The ways to reach a person; each takes a letter and says what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from chassis.languages import Language
from services.notifications.domain.delivery import Outcome


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An iCalendar text to attach, and what it asks the calendar to do."""

    method: Literal["REQUEST", "CANCEL"]
    text: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter to one person, the same in every attempt but for *repeat* and *at*."""

    delivery_id: UUID
    name: str
    address: str
    language: Language
    sender: str
    subject: str
    text: str
    html: str
    at: datetime
    repeat: bool
    calendar: CalendarEntry | None = None


class Channel(Protocol):
    """Carries letters."""

    async def deliver(self, mail: Mail) -> Outcome:
        """Try once, and return what came of it; no fault of the way is raised."""
        ...
