"""One partnership of the demo, and what is asked of Medspil about it.

What is waited for is read from the history, which only grows: a demo that is started
again finds everything that it once waited for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from medspil.demo.cast import District, Member
from medspil.demo.office import OFFICER, Clerk, Office, send
from medspil.demo.postbox import Postbox, Wanted
from medspil.waiting import NotYetError, patiently


class Happening(BaseModel):
    """One event of a history."""

    type: str
    data: dict[str, Any]

    def tells(self, name: str, fields: Mapping[str, object]) -> bool:
        """Whether it is of this type and has these values."""
        named = {key: self.data.get(key) for key in fields}
        return self.type == name and named == fields


class Chapter(BaseModel):
    """One page of a history."""

    items: list[Happening]
    next: str | None


class Verification(BaseModel):
    """Whether a history is the one that was written."""

    intact: bool
    events: int


_CHAPTER = TypeAdapter(Chapter)
_VERIFICATION = TypeAdapter(Verification)


@dataclass(frozen=True, slots=True)
class Act:
    """What a partner does over a link, and the event that it leads to."""

    purpose: str
    body: object
    leads_to: str
    of: Mapping[str, object] = field(default_factory=dict)  # values of that event
    asked: Mapping[str, str] = field(default_factory=dict)  # what the link is about


@dataclass(frozen=True, slots=True)
class Register:
    """The ids that organisations and contacts were given."""

    organisations: Mapping[str, UUID]  # by CVR number
    contacts: Mapping[str, UUID]  # by e-mail address


@dataclass(frozen=True, slots=True)
class Case:
    """A district with its case in Medspil."""

    district: District
    id: UUID
    register: Register
    office: Office
    postbox: Postbox

    def organisation(self, key: str) -> UUID:
        """The id of a party, by its key in the cast."""
        return self.organisation_of(self.member(key))

    def organisation_of(self, member: Member) -> UUID:
        """The id of a party's organisation."""
        return self.register.organisations[member.cvr]

    def contact_of(self, member: Member) -> UUID:
        """The id of the person who speaks for a party."""
        return self.register.contacts[member.contact.email]

    def member(self, key: str) -> Member:
        """A party by its key in the cast."""
        return next(one for one in self.district.parties if one.key == key)

    def step(self, name: str) -> str:
        """The name of a step of this case, for its Idempotency-Key."""
        return f"{self.district.key}/{name}"

    async def command(
        self,
        name: str,
        body: object = None,
        clerk: Clerk = OFFICER,
        *,
        again: str = "",
    ) -> None:
        """Let a member of staff give a command, once; *again* tells repeats apart."""
        step = self.step(name + (f"/{again}" if again else ""))
        await self.office.do(step, f"/v1/partnerships/{self.id}/{name}", body, clerk)

    async def act(self, member: Member, act: Act) -> None:
        """Let a partner act over the link in the letter that asks for it.

        Who has acted does so no more: the link was used, and may have expired.
        """
        organisation_id = self.organisation_of(member)
        if await self.has(act.leads_to, organisation_id=str(organisation_id), **act.of):
            return
        contact_id = self.contact_of(member)
        wanted = Wanted(act.purpose, self.id, contact_id, organisation_id, act.asked)
        path = await self.postbox.link(wanted)
        step = self.step("/".join((act.purpose, member.key, *act.asked.values())))
        await send(self.office.http, "POST", path, {}, step=step, body=act.body)

    async def history(self) -> list[Happening]:
        """Everything that happened so far, oldest first."""
        path = f"/v1/partnerships/{self.id}/history?limit=200"
        chapter = await self.office.read(path, _CHAPTER)
        happened = chapter.items
        while chapter.next:
            chapter = await self.office.read(f"{path}&cursor={chapter.next}", _CHAPTER)
            happened += chapter.items
        return happened

    async def happened(self, event: str, times: int = 1) -> list[dict[str, Any]]:
        """Wait until an event happened so many times; return the data of each."""

        async def look() -> list[dict[str, Any]]:
            found = [one.data for one in await self.history() if one.type == event]
            if len(found) < times:
                raise NotYetError(f"{len(found)} of {times}")
            return found

        return await patiently(f"{self.district.title}: {event}", look)

    async def has(self, name: str, **fields: object) -> bool:
        """Whether an event with these values has happened."""
        return any(one.tells(name, fields) for one in await self.history())

    async def event(self, name: str, **fields: object) -> dict[str, Any]:
        """Wait for the event that has these values, and return its data."""

        async def look() -> dict[str, Any]:
            for one in await self.history():
                if one.tells(name, fields):
                    return one.data
            raise NotYetError("It has not happened.")

        return await patiently(f"{self.district.title}: {name} {fields}", look)

    async def verified(self) -> Verification:
        """What Medspil says of this case's chain of hashes."""
        path = f"/v1/partnerships/{self.id}/history/verification"
        return await self.office.read(path, _VERIFICATION)
