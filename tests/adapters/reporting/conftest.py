"""Reporting on a real database, told messages as its consumer would."""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from chassis.application import without_background
from chassis.auth import Authentication, Role
from chassis.clock import FixedClock
from chassis.ids import derived_id
from chassis.issuer import LocalIssuer, kept_key
from chassis.keys import JwksKeyRing
from chassis.service import Service, Site
from contracts import (
    AgreementConcludedV1,
    AgreementTookEffectV1,
    Envelope,
    IndicatorTargets,
    Message,
    OutcomeAcceptedV1,
    OutcomeReportedV1,
    PartnershipProposedV1,
    PartyFacts,
    Period,
)
from services.reporting.app import assemble

ISSUER, AUDIENCE = "urn:medspil:test", "medspil"
PARTNERSHIP = UUID("00000000-0000-0000-0000-0000000000aa")
AREA = UUID("00000000-0000-0000-0000-0000000000b1")
HIRES = UUID("00000000-0000-0000-0000-0000000000b2")
REFERENCE = "HTK-BID-2024-0001"
PARTIES = tuple(
    PartyFacts(
        organisation_id=derived_id("organisation", name),
        role=role,
        contact_id=derived_id("contact", name),
    )
    for name, role in (("Kommunen", "municipality"), ("Alfa", "business"))
)


@dataclass(slots=True)
class Stream:
    """Messages of one partnership, as the stream would bring them."""

    told: list[Envelope[Message]] = field(default_factory=list)

    def tell(self, day: str, message: Message) -> None:
        """Add a message that was sent at noon of *day*."""
        sequence = len(self.told) + 1
        self.told.append(
            Envelope(
                id=derived_id(PARTNERSHIP, sequence),
                occurred_at=datetime.fromisoformat(f"{day}T12:00:00+00:00"),
                aggregate_id=PARTNERSHIP,
                sequence=sequence,
                actor="staff:ida",
                correlation_id="a-journey",
                message=message,
            )
        )

    def report(self, day: str, outcome: UUID, indicator: str, value: str) -> None:
        """Claim a figure for the year 2024."""
        self.tell(
            day,
            OutcomeReportedV1(
                partnership_id=PARTNERSHIP,
                reference=REFERENCE,
                kind="bid",
                outcome_id=outcome,
                indicator=indicator,
                period=Period(first_day=date(2024, 1, 1), last_day=date(2024, 12, 31)),
                value=Decimal(value),
                unit="m²",
                evidence_grade="claimed",
                organisation_id=None,
                restates=None,
            ),
        )

    def accept(self, day: str, outcome: UUID) -> None:
        """Accept a figure."""
        self.tell(
            day,
            OutcomeAcceptedV1(
                partnership_id=PARTNERSHIP,
                reference=REFERENCE,
                kind="bid",
                outcome_id=outcome,
                evidence_grade="staff_verified",
            ),
        )


def a_year() -> list[Envelope[Message]]:
    """A partnership that upgraded 1200.5 m² of the 1000 m² it promised for 2024."""
    stream = Stream()
    about = {"partnership_id": PARTNERSHIP, "reference": REFERENCE, "kind": "bid"}
    stream.tell(
        "2024-01-10",
        PartnershipProposedV1.model_validate(
            about
            | {
                "kind_version": 1,
                "title": "Taastrup bymidte",
                "goals": ("G1.1",),
                "parties": PARTIES,
            }
        ),
    )
    term = {
        "agreement_version": 1,
        "starts_on": date(2024, 4, 1),
        "ends_on": date(2028, 3, 31),
        "title": "Taastrup bymidte",
        "parties": PARTIES,
    }
    promised = IndicatorTargets(
        goal="G1.1",
        indicator="business_area_upgraded",
        baseline=Decimal(250),
        targets={2024: Decimal(1000)},
    )
    stream.tell(
        "2024-03-01",
        AgreementConcludedV1.model_validate(
            about | term | {"sha256": "00", "indicators": (promised,)}
        ),
    )
    stream.tell(
        "2024-04-01",
        AgreementTookEffectV1.model_validate(about | term | {"amendment": False}),
    )
    stream.report("2024-12-20", AREA, "business_area_upgraded", "1200.5")
    stream.report("2024-12-20", HIRES, "ordinary_hires", "3")
    stream.accept("2025-01-05", AREA)
    stream.accept("2025-01-05", HIRES)
    return stream.told


@pytest.fixture
def clock() -> FixedClock:
    """Noon in UTC on 1 February 2025."""
    return FixedClock(datetime(2025, 2, 1, 12, 0, tzinfo=UTC))


@pytest.fixture
async def service(site: Site) -> AsyncGenerator[Service]:
    """The service, its database open, nothing running in the background."""
    service = assemble(site)
    await service.database.open()
    yield service
    await service.database.close()


async def hear(service: Service, told: Iterable[Envelope[Message]]) -> None:
    """Deliver messages as the consumer does."""
    for envelope in told:
        async with service.database.transaction() as connection:
            await service.subscriptions.handle(connection, envelope)


@dataclass(frozen=True, slots=True)
class Office:
    """Asks over HTTP as one member of staff or another."""

    web: httpx.AsyncClient
    issuer: LocalIssuer

    async def ask(
        self, path: str, *, role: Role = "evaluator", language: str = "en"
    ) -> httpx.Response:
        """Fetch a path with a token of this role."""
        token = self.issuer.issue("eva", [role])
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
        return await self.web.get(f"/v1{path}", headers=headers)


@pytest.fixture
async def office(
    site: Site, service: Service, tmp_path: Path
) -> AsyncGenerator[Office]:
    """Staff who ask the service over HTTP."""
    issuer = LocalIssuer(ISSUER, AUDIENCE, kept_key(tmp_path / "issuer.pem"))
    authentication = Authentication(ISSUER, AUDIENCE, JwksKeyRing(issuer.fetch))
    app = without_background(site, [service], authentication)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://medspil") as web:
        yield Office(web, issuer)
