"""People at work: a case officer, two managers, partners with links, and the clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal
from uuid import UUID

import httpx

from chassis.auth import Role
from chassis.clock import FixedClock
from chassis.issuer import LocalIssuer
from chassis.links import Link, Purpose
from chassis.service import Service, Site
from chassis.timers import Timers
from contracts import Envelope, Message

type Json = dict[str, Any]

STAFF: dict[str, list[Role]] = {
    "carl": ["case_officer"],
    "mia": ["manager"],
    "max": ["manager"],
    "rita": ["reader"],
    "ada": ["admin"],
}
CONTACTS = {
    "municipality": UUID(int=0xA1),
    "bakery": UUID(int=0xA2),
    "smithy": UUID(int=0xA3),
    "landlord": UUID(int=0xA4),
}
COMPANIES = {
    "municipality": ("Høje-Taastrup Kommune", "19501817"),
    "bakery": ("Bageriet Pelikan ApS", "10000009"),
    "smithy": ("Smedjen Hvalros A/S", "10000017"),
    "landlord": ("Ejendomsselskabet Næbdyr", "10000025"),
}
ROLES = {
    "municipality": "municipality",
    "bakery": "business",
    "smithy": "business",
    "landlord": "property_owner",
}
CLOSES_ON = "2024-02-07"  # of a ballot that is opened on the clock's first day
FIRST_ROUND = {"closes_on": CLOSES_ON, "round": "1"}
AREA = [[[12.26, 55.65], [12.27, 55.65], [12.27, 55.66], [12.26, 55.65]]]


@dataclass
class Office:
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
        return await self.web.request(
            method,
            f"/v1{path}",
            json=body,
            headers={
                "Authorization": f"Bearer {token}",
                "Accept-Language": "en",
                **(headers or {}),
            },
        )

    async def told(self, who: str, path: str) -> Json:
        """Read something, and expect to get it."""
        response = await self.ask(who, "GET", path)
        assert response.status_code == 200, response.text
        told: Json = response.json()
        return told

    async def done(self, who: str, path: str, body: object = None) -> Json:
        """Ask for something to be done, and expect that it is."""
        response = await self.ask(who, "POST", path, body)
        assert response.status_code in {200, 201}, response.text
        done: Json = response.json()
        return done

    async def send(
        self,
        path: str,
        content: bytes,
        name: str = "underskrift.pdf",
        *,
        who: str = "carl",
    ) -> httpx.Response:
        """Upload a file as it is."""
        return await self.web.post(
            f"/v1{path}/files",
            params={"name": name},
            content=content,
            headers={
                "Authorization": f"Bearer {self.issuer.issue(who, STAFF[who])}",
                "Content-Type": "application/octet-stream",
                "Accept-Language": "en",
            },
        )

    async def evidence(self, path: str) -> str:
        """Upload a page that proves something; return its id."""
        sent = await self.send(path, b"%PDF-1.7\nsigned\n%%EOF\n")
        assert sent.status_code in {200, 201}, sent.text
        return str(sent.json()["id"])

    async def organisations(self) -> dict[str, str]:
        """Register everybody who takes part and is not known; their ids by name."""
        return {
            key: await self._registered(name, cvr)
            for key, (name, cvr) in COMPANIES.items()
        }

    async def _registered(self, name: str, cvr: str) -> str:
        new = {"name": name, "cvr": cvr}
        answer = (await self.ask("carl", "POST", "/organisations", new)).json()
        return str(answer.get("id") or answer["facts"]["organisation_id"])

    async def pass_timers(self, day: date) -> None:
        """Let noon of that day come, and what is due by then happen."""
        clock = self.site.clock
        assert isinstance(clock, FixedClock)
        clock.move_to(datetime.combine(day, time(11), UTC))
        assert self.service.fire is not None
        await Timers(self.service.database, clock, self.service.fire).fire_due()

    async def hear(self, message: Message) -> None:
        """Let a message of notifications arrive."""
        envelope = Envelope(
            id=self.site.new_id(),
            occurred_at=self.site.clock.now(),
            aggregate_id=self.site.new_id(),
            sequence=1,
            actor="system",
            correlation_id="walrus",
            message=message,
        )
        async with self.service.database.transaction() as connection:
            await self.service.subscriptions.handle(connection, envelope)

    def link(
        self,
        purpose: Purpose,
        partnership_id: object,
        party: str,
        organisation_id: str,
        detail: dict[str, str] | None = None,
        language: Literal["da", "en"] = "da",
    ) -> str:
        """The path of a link as notifications would send it."""
        link = Link(
            id=self.site.new_id(),
            purpose=purpose,
            subject_id=UUID(str(partnership_id)),
            contact_id=CONTACTS[party],
            organisation_id=UUID(organisation_id),
            language=language,
            expires_at=datetime(2100, 1, 1, tzinfo=UTC),
            detail=detail or (FIRST_ROUND if purpose == "vote" else {}),
        )
        return f"/v1/partner/{self.site.links.issue(link)}"


def proposal(ids: dict[str, str]) -> Json:
    """A business improvement district that meets everything its kind asks for."""
    return {
        "kind": "bid",
        "title": "BID Marsupilami",
        "goals": ["G1.1"],
        "parties": [
            {
                "organisation_id": ids[key],
                "role": role,
                "contact_id": str(CONTACTS[key]),
                "flags": [],
            }
            for key, role in ROLES.items()
        ],
        "fields": {
            "area": {"type": "area", "area": {"type": "Polygon", "coordinates": AREA}},
            "baseline_services": {"type": "texts", "texts": ["Renhold", "Belysning"]},
            "contribution_key": {
                "type": "shares",
                "shares": [
                    {"organisation_id": ids["bakery"], "basis_points": 2500},
                    {"organisation_id": ids["smithy"], "basis_points": 2500},
                    {"organisation_id": ids["landlord"], "basis_points": 5000},
                ],
            },
        },
    }


def terms(ids: dict[str, str]) -> Json:
    """An agreement that meets everything its kind asks for."""
    clauses = (
        "purpose",
        "baseline_services",
        "contributions",
        "governance",
        "termination",
        "data_protection",
    )
    return {
        "starts_on": "2024-07-01",
        "ends_on": "2028-06-30",
        "clauses": [{"key": key, "text": f"Om {key}: se bilag."} for key in clauses],
        "obligations": [
            {
                "owner": ids["municipality"],
                "beneficiary": ids["bakery"],
                "text": "Ny belysning på torvet",
                "due_on": "2025-03-01",
            }
        ],
        "measures": [
            {
                "goal": "G1.1",
                "indicator": "vacancy_rate",
                "baseline": "9.5",
                "targets": [{"year": 2025, "value": "8"}],
            }
        ],
        "contributions": [{"organisation_id": ids["landlord"], "yearly_ore": 5000000}],
    }
