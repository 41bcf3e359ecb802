"""Gatherings: scheduled, invited to, answered over the link in the mail, attended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from medspil.demo.cases import Case
from medspil.demo.office import Office, send
from medspil.demo.postbox import Postbox, Wanted
from medspil.waiting import NotYetError, patiently

ANSWERS = ("accepted", "accepted", "declined", "accepted", "tentative")
LENGTH = timedelta(hours=2)


class Invitation(BaseModel):
    """Whom a gathering asks, and what they answered."""

    contact_id: UUID
    answer: str | None


class Gathering(BaseModel):
    """What is read of a gathering."""

    id: UUID
    suggested_contacts: list[UUID]
    invitations: list[Invitation]

    def answer_of(self, contact_id: UUID) -> str | None:
        """What this contact answered, if they did."""
        answers = {one.contact_id: one.answer for one in self.invitations}
        return answers.get(contact_id)


class Listed(BaseModel):
    """One line of a list."""

    id: UUID


class Listing(BaseModel):
    """A list of gatherings, the last proposed first."""

    items: list[Listed]


_GATHERING = TypeAdapter(Gathering)
_LISTING = TypeAdapter(Listing)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One gathering and the people who may come."""

    id: UUID
    office: Office
    postbox: Postbox
    people: Sequence[UUID]

    async def invite(self, starts_at: datetime, place: str) -> None:
        """Set time and place, and invite everybody."""
        slot = {"starts_at": starts_at, "ends_at": starts_at + LENGTH, "place": place}
        await self._command("schedule", slot)
        answer_by = starts_at - timedelta(days=2)
        await self._command("invite", {"contacts": self.people, "answer_by": answer_by})

    async def answer(self) -> None:
        """Let everybody answer over their link; who has answered does so no more."""
        stands = await self._read()
        for contact_id, answer in self._answers():
            if stands.answer_of(contact_id) is None:
                path = await self.postbox.link(Wanted("answer", self.id, contact_id))
                step = self._step(f"answer/{contact_id}")
                body = {"answer": answer}
                await send(self.office.http, "POST", path, {}, step=step, body=body)

    async def attend(self) -> None:
        """Record that those who accepted came, and one more."""
        came = [
            contact_id for contact_id, answer in self._answers() if answer == "accepted"
        ]
        await self._command("record-attendance", {"contacts": came, "extra_heads": 1})

    def _answers(self) -> Iterable[tuple[UUID, str]]:
        return zip(self.people, cycle(ANSWERS), strict=False)

    async def _read(self) -> Gathering:
        return await self.office.read(f"/v1/gatherings/{self.id}", _GATHERING)

    async def _command(self, name: str, body: object) -> None:
        path = f"/v1/gatherings/{self.id}/{name}"
        await self.office.do(self._step(name), path, body)

    def _step(self, name: str) -> str:
        return f"gathering/{self.id}/{name}"


async def of_review(case: Case, number: int) -> Meeting:
    """The meeting that the case's review of that number proposed by itself."""
    path = f"/v1/gatherings?partnership_id={case.id}&type=review_meeting"

    async def look() -> UUID:
        found = (await case.office.read(path, _LISTING)).items
        if len(found) < number:
            raise NotYetError(f"{len(found)} of {number}")
        return found[-number].id

    meeting_id = await patiently(f"{case.district.title}: a review meeting", look)
    return Meeting(meeting_id, case.office, case.postbox, _people([case]))


async def of_everybody(cases: Sequence[Case], title: str) -> Meeting:
    """A network meeting of all districts."""
    first = cases[0]
    body = {"type": "network_meeting", "title": title}
    meeting_id = await first.office.make("network-meeting", "/v1/gatherings", body)
    return Meeting(meeting_id, first.office, first.postbox, _people(cases))


def _people(cases: Sequence[Case]) -> list[UUID]:
    """Everybody's contact once, also of who speaks for two organisations."""
    contacts = (
        case.contact_of(member) for case in cases for member in case.district.parties
    )
    return list(dict.fromkeys(contacts))
