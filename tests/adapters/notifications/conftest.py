"""Notifications on a real database, with a mail server that does as it is told."""

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import date, timedelta
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
from chassis.postgres import Database
from chassis.service import Service, Site
from contracts import Addressee, BallotOpenedV1, Envelope, Message
from services.notifications.app import assemble
from services.notifications.channels.email import Smtp
from services.notifications.contacts import By, Contact, register
from services.notifications.sending import Sending
from services.notifications.writing import Writer
from tests.adapters.notifications.postbox import Postbox, listening

MAIL_FROM = "medspil@htk.example"
ANSWER_TO = "erhverv@htk.example"
PUBLIC_URL = "https://medspil.htk.example"
PATIENCE = timedelta(seconds=20)  # longer than any stall of a busy machine

PARTNERSHIP = UUID("00000000-0000-0000-0000-0000000000aa")
ANNA = UUID("00000000-0000-0000-0000-000000000001")
BENT = UUID("00000000-0000-0000-0000-000000000002")
BAKERY = UUID("00000000-0000-0000-0000-000000000011")
CINEMA = UUID("00000000-0000-0000-0000-000000000012")
REFERENCE = "HTK-BID-2024-0001"


@pytest.fixture
async def postbox() -> AsyncGenerator[Postbox]:
    """A mail server that accepts everything until told otherwise."""
    async with listening(Postbox()) as postbox:
        yield postbox


@pytest.fixture
def site(site: Site, postbox: Postbox) -> Site:
    """An installation with a mail server and an address for partners."""
    settings = site.settings.model_copy(
        update={
            "smtp_url": postbox.url,
            "mail_from": MAIL_FROM,
            "reply_to": ANSWER_TO,
            "public_url": PUBLIC_URL,
        }
    )
    return replace(site, settings=settings)


@pytest.fixture
async def service(site: Site) -> AsyncGenerator[Service]:
    """The service as it is assembled for real, its database open."""
    service = assemble(site)
    await service.database.open()
    yield service
    await service.database.close()


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a test tells notifications something, and lets it send."""

    service: Service
    clock: FixedClock
    sending: Sending | None = None  # or the service's own loop sends

    @property
    def database(self) -> Database:
        """The database of the service."""
        return self.service.database

    async def hear(
        self, message: Message, *, actor: str = "staff:ida", about: UUID = PARTNERSHIP
    ) -> UUID:
        """Deliver a message as the consumer does, and return its id."""
        message_id = derived_id(about, message.event, message.model_dump_json())
        envelope = Envelope(
            id=message_id,
            occurred_at=self.clock.now(),
            aggregate_id=about,
            sequence=1,
            actor=actor,
            correlation_id="a-journey",
            message=message,
        )
        async with self.database.transaction() as connection:
            await self.service.subscriptions.handle(connection, envelope)
        return message_id

    async def register(self, contact: Contact) -> None:
        """Register a contact."""
        by = By("staff:ida", self.clock.now(), "a-journey")
        async with self.database.transaction() as connection:
            await register(connection, contact, by)

    async def send(self) -> None:
        """Do one step of the sender."""
        assert self.sending is not None
        await self.sending.step()

    def through(self, url: str, patience: timedelta = PATIENCE) -> "Bench":
        """Return the same bench with another mail server, or less patience."""
        assert self.sending is not None
        channel = Smtp(url, MAIL_FROM, ANSWER_TO, patience)
        return replace(self, sending=replace(self.sending, channel=channel))

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + timedelta(seconds=seconds))

    async def states(self) -> list[str]:
        """Return the state of every delivery, in order of the contacts."""
        async with self.database.reading() as connection:
            rows = await connection.fetch(
                "select state from delivery order by contact_id"
            )
        return [row["state"] for row in rows]

    async def outcomes(self) -> list[tuple[int, str, int | None, bool]]:
        """Return every attempt: number, outcome, code, and whether it was a repeat."""
        async with self.database.reading() as connection:
            rows = await connection.fetch(
                "select number, outcome, code, repeat from delivery_attempt"
                " order by delivery_id, number"
            )
        return [tuple(row.values()) for row in rows]

    async def told(self) -> list[tuple[str, str]]:
        """Return subject and body of what was posted about deliveries, in order."""
        async with self.database.reading() as connection:
            rows = await connection.fetch(
                "select subject, body from outbox"
                " where subject like '%.delivery-%' order by id"
            )
        return [(row["subject"], row["body"]) for row in rows]

    async def links_told(self) -> list[dict[str, object]]:
        """Return what was posted about links, in order."""
        async with self.database.reading() as connection:
            rows = await connection.fetch(
                "select body from outbox where subject like '%.link-issued.%' order by id"
            )
        return [json.loads(row["body"]) for row in rows]


@pytest.fixture
def bench(site: Site, service: Service, postbox: Postbox, clock: FixedClock) -> Bench:
    """The service, with a sender that gives up on a silent mail server soon."""
    sending = Sending(
        service.database,
        clock,
        Writer(site.links, PUBLIC_URL, ANSWER_TO),
        Smtp(postbox.url, MAIL_FROM, ANSWER_TO, PATIENCE),
    )
    return Bench(service, clock, sending)


class Office:
    """Asks as one member of staff or another."""

    def __init__(self, client: httpx.AsyncClient, issuer: LocalIssuer) -> None:
        self._client = client
        self._issuer = issuer

    async def ask(
        self,
        method: str,
        path: str,
        *,
        role: Role = "case_officer",
        body: object = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send one request with a token of this role."""
        token = self._issuer.issue("ida", [role])
        return await self._client.request(
            method,
            f"/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {token}", **(headers or {})},
        )


@pytest.fixture
async def office(
    site: Site, service: Service, tmp_path: Path
) -> AsyncGenerator[Office]:
    """The routes of notifications, and a key to sign staff tokens with."""
    issuer = LocalIssuer("urn:test", "medspil", kept_key(tmp_path / "staff.pem"))

    async def jwks() -> dict[str, object]:
        return issuer.jwks()

    authentication = Authentication("urn:test", "medspil", JwksKeyRing(jwks))
    app = without_background(site, [service], authentication)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Office(client, issuer)


def person(contact_id: UUID, clock: FixedClock, *, consent: bool = True) -> Contact:
    """A contact called Anna Holm, who reads Danish."""
    return Contact(
        contact_id,
        BAKERY,
        "Anna Holm",
        "anna@bageri.example",
        "da",
        "email",
        consent,
        1,
        clock.now(),
    )


def ballot(*voters: Addressee) -> BallotOpenedV1:
    """A ballot that closes on the last day of January 2024."""
    return BallotOpenedV1(
        partnership_id=PARTNERSHIP,
        reference=REFERENCE,
        kind="bid",
        title="Hedehusene Bymidte",
        closes_on=date(2024, 1, 31),
        voters=voters,
    )


def voter(contact_id: UUID, organisation_id: UUID = BAKERY) -> Addressee:
    """A contact on the electoral roll."""
    return Addressee(organisation_id=organisation_id, contact_id=contact_id)
