"""Messages as the evaluation sees them: when each happened, and in what order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.reporting.domain.happenings import Happening
from services.reporting.domain.refusals import refused

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, slots=True)
class Fact:
    """One message that the evaluation counts on."""

    message_id: UUID
    type: str
    occurred_at: datetime
    partnership_id: UUID | None
    sequence: int
    happening: Happening

    @property
    def happened_on(self) -> date:
        """The date in Copenhagen."""
        return civil_date(self.occurred_at)


def civil_date(at: datetime) -> date:
    """The date in Copenhagen at an instant."""
    return at.astimezone(COPENHAGEN).date()


def known(facts: Iterable[Fact], as_of: datetime) -> tuple[Fact, ...]:
    """The facts that had happened at *as_of*, in the same order every time."""
    return tuple(
        sorted(
            (fact for fact in facts if fact.occurred_at <= as_of),
            key=lambda fact: (fact.occurred_at, fact.sequence, fact.message_id),
        )
    )


def instant(as_of: datetime | None, now: datetime) -> datetime:
    """The instant to look back from: *as_of*, or *now* when none is named.

    What is yet to come could still change, so no figure can be promised for it.
    """
    if as_of is None:
        return now
    if as_of > now:
        raise refused("as_of_in_the_future", as_of=as_of.isoformat())
    return as_of
