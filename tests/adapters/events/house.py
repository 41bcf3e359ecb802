"""People who meet: a case officer, invited contacts with links, and the clock."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx

from chassis.auth import Role
from chassis.clock import FixedClock
from chassis.ids import derived_id
from chassis.issuer import LocalIssuer
from chassis.languages import Language
from chassis.links import Link
from chassis.service import Service, Site
from contracts import (
    Envelope,
    Message,
    PartnershipEndedV1,
    PartnershipProposedV1,
    PartnershipRevisedV1,
    PartyFacts,
    ReviewOpenedV1,
)

type Json = dict[str, Any]

STAFF: dict[str, list[Role]] = {
    "carl": ["case_officer"],
    "mia": ["manager"],
    "rita": ["reader"],
}
PARTNERSHIP = UUID(int=0xAA)
REVIEW = UUID(int=0xBB)
ANNA, BO, CARLA = (UUID(int=number) for number in (1, 2, 3))

MEETING: Json = {
    "starts_at": "2024-02-01T13:00:00Z",
    "ends_at": "2024-02-01T14:30:00Z",
    "place": "Rådhuset, lokale 2",
}
ANSWER_BY = "2024-01-25T12:00:00Z"
ANSWER_BY_INSTANT = datetime(2024, 1, 25, 12, tzinfo=UTC)
LATER: Json = {
    "starts_at": "2024-02-08T13:00:00Z",
    "ends_at": "2024-02-08T14:30:00Z",
    "place": "Biblioteket",
    "answer_by": "2024-02-05T12:00:00Z",
}


@dataclass
class House:
    """Everybody who asks the service for something."""

    web: httpx.AsyncClient
    issuer: LocalIssuer
    site: Site
    service: Service

    async def ask(
        self,
        who: str,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Ask as a member of staff."""
        token = self.issuer.issue(who, STAFF[who])
        own = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        return await self.web.request(
            method, f"/v1{path}", json=body, headers=own | (headers or {})
        )

    async def told(self, path: str) -> Json:
        """Read something, and expect to get it."""
        response = await self.ask("rita", "GET", path)
        assert response.status_code == 200, response.text
        told: Json = response.json()
        return told

    async def done(self, path: str, body: object = None) -> Json:
        """Ask for something to be done, and expect that it is."""
        response = await self.ask("carl", "POST", path, body)
        assert response.status_code in {200, 201}, response.text
        done: Json = response.json()
        return done

    async def proposed(self) -> str:
        """Propose a network meeting; the path of it."""
        body = {"type": "network_meeting", "title": "Marsupilami"}
        return f"/gatherings/{(await self.done('/gatherings', body))['id']}"

    async def invited(self) -> str:
        """Propose and schedule one, and invite Anna and Bo; the path of it."""
        path = await self.proposed()
        await self.done(f"{path}/schedule", MEETING)
        contacts = [str(ANNA), str(BO)]
        await self.done(
            f"{path}/invite", {"contacts": contacts, "answer_by": ANSWER_BY}
        )
        return path

    def wait_until(self, at: datetime) -> None:
        """Let that instant come."""
        assert isinstance(self.site.clock, FixedClock)
        self.site.clock.move_to(at)

    def link(
        self,
        path: str,
        contact: UUID,
        *,
        language: Language = "da",
        detail: dict[str, str] | None = None,
    ) -> str:
        """The path of a link to answer, as notifications would send it."""
        gathering = UUID(path.rpartition("/")[2])
        invitation = derived_id("invitation", gathering, contact)
        link = Link(
            id=self.site.new_id(),
            purpose="answer",
            subject_id=gathering,
            contact_id=contact,
            organisation_id=None,
            language=language,
            expires_at=datetime(2024, 2, 8, 12, tzinfo=UTC),
            detail=detail if detail is not None else {"invitation_id": str(invitation)},
        )
        return f"/v1/invitation/{self.site.links.issue(link)}"

    async def hear(self, message: Message, number: int = 1) -> UUID:
        """Let the service take in a message; the message's id."""
        identifier = derived_id("heard", number)
        envelope = Envelope(
            id=identifier,
            occurred_at=self.site.clock.now(),
            aggregate_id=PARTNERSHIP,
            sequence=number,
            actor="system",
            correlation_id="marsupilami",
            message=message,
        )
        async with self.service.database.transaction() as connection:
            await self.service.subscriptions.handle(connection, envelope)
        return identifier

    async def posted(self) -> list[tuple[str, Json, Json]]:
        """What the others were told so far: event, body and headers, in order."""
        async with self.service.database.reading() as connection:
            rows = await connection.fetch(
                "select subject, body, headers from outbox order by id"
            )
        return [
            (row["subject"].split(".")[2], json.loads(row["body"]), row["headers"])
            for row in rows
        ]


def party(role: str, contact: UUID) -> PartyFacts:
    """One party with an organisation of its own."""
    return PartyFacts(
        organisation_id=derived_id("organisation", role, contact),
        role=role,
        contact_id=contact,
    )


PARTIES = (party("municipality", ANNA), party("business", BO))
_CASE: Json = {
    "partnership_id": PARTNERSHIP,
    "reference": "HTK-BID-2024-0001",
    "kind": "bid",
    "title": "BID Marsupilami",
}


def proposal(*parties: PartyFacts) -> PartnershipProposedV1:
    """A partnership was proposed."""
    return PartnershipProposedV1(
        **_CASE, kind_version=1, goals=("G1.1",), parties=parties or PARTIES
    )


def revision(*parties: PartyFacts) -> PartnershipRevisedV1:
    """It now has these parties."""
    return PartnershipRevisedV1(**_CASE, goals=("G1.1",), parties=parties)


def review(*parties: PartyFacts) -> ReviewOpenedV1:
    """Its review was opened."""
    return ReviewOpenedV1(
        **_CASE,
        review_id=REVIEW,
        opened_on=date(2024, 1, 10),
        statements_due_on=date(2024, 1, 31),
        parties=parties or PARTIES,
    )


def end() -> PartnershipEndedV1:
    """It is over."""
    return PartnershipEndedV1(
        **_CASE, outcome="completed", ended_on=date(2024, 1, 10), parties=PARTIES
    )
