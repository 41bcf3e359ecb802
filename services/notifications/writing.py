"""Writes the letter of a delivery at the moment it is sent, with links of that moment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from chassis.clock import start_of
from chassis.ids import derived_id
from chassis.links import Link, Links
from chassis.postgres import Connection
from services.notifications import news, store
from services.notifications.channels import CalendarEntry, Mail
from services.notifications.domain.facts import (
    Fact,
    GatheringCancelled,
    GatheringInvited,
    GatheringRescheduled,
    PartnershipFact,
)
from services.notifications.domain.rules import Ask, dispatches
from services.notifications.ledger import Attempt
from services.notifications.rendering import Action, Letter, render

GRACE = timedelta(days=14)  # a link still opens, to tell that the day has passed
_PAGES = {"answer": "invitation"}  # all other links lead to the partner's page


@dataclass(frozen=True, slots=True)
class Writer:
    """Knows where links lead and who answers questions."""

    links: Links
    public_url: str
    answer_to: str

    async def write(
        self, connection: Connection, attempt: Attempt, now: datetime
    ) -> Mail:
        """Return the letter, in the recipient's language as it is now."""
        fact = news.decode(attempt.event, attempt.fact)
        recipient = attempt.recipient
        letter = Letter(
            name=recipient.name,
            answer_to=self.answer_to,
            reference=await _reference(connection, fact),
            actions=await self._actions(connection, attempt),
            repeat=attempt.repeat,
        )
        rendered = render(attempt.event, fact, letter, recipient.language)
        return Mail(
            delivery_id=attempt.delivery_id,
            name=recipient.name,
            address=recipient.email,
            language=recipient.language,
            sender=rendered.sender,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            at=now,
            repeat=attempt.repeat,
            calendar=_calendar(fact),
        )

    async def _actions(
        self, connection: Connection, attempt: Attempt
    ) -> tuple[Action, ...]:
        links = links_of(attempt)
        organisations = [link.organisation_id for link in links]
        cvr = await store.cvr_numbers(connection, organisations)
        return tuple(
            Action(url=self._address(link), cvr=cvr.get(link.organisation_id))
            for link in links
        )

    def _address(self, link: Link) -> str:
        page = _PAGES.get(link.purpose, "partner")
        return f"{self.public_url}/v1/{page}/{self.links.issue(link)}"


def links_of(attempt: Attempt) -> tuple[Link, ...]:
    """Return the links of a letter; they are the same each time that it is written."""
    fact = news.decode(attempt.event, attempt.fact)
    return tuple(
        _link(attempt, ask)
        for dispatch in dispatches(fact, attempt.actor)
        if dispatch.contact_id == attempt.recipient.contact_id
        for ask in dispatch.asks
    )


def _link(attempt: Attempt, ask: Ask) -> Link:
    return Link(
        id=derived_id("link", attempt.delivery_id, ask.organisation_id),
        purpose=ask.purpose,
        subject_id=ask.subject_id,
        contact_id=attempt.recipient.contact_id,
        organisation_id=ask.organisation_id,
        language=attempt.recipient.language,
        expires_at=_end(ask.due) + GRACE,
        detail=dict(ask.detail),
    )


async def _reference(connection: Connection, fact: Fact) -> str | None:
    if isinstance(fact, PartnershipFact):
        return fact.reference
    return await store.reference(connection, fact.partnership_id)


def _end(due: date | datetime) -> datetime:
    if isinstance(due, datetime):
        return due.astimezone(UTC)
    return start_of(due + timedelta(days=1))


def _calendar(fact: Fact) -> CalendarEntry | None:
    match fact:
        case GatheringInvited() | GatheringRescheduled():
            return CalendarEntry("REQUEST", fact.calendar)
        case GatheringCancelled():
            return CalendarEntry("CANCEL", fact.calendar)
        case _:
            return None
