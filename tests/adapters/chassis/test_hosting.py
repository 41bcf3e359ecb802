"""One process with one service, while PostgreSQL and NATS come and go."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI

from chassis import application, outbox
from chassis.auth import Authentication
from chassis.clock import FixedClock
from chassis.embedded import EmbeddedNats, EmbeddedPostgres
from chassis.ids import derived_id
from chassis.issuer import LocalIssuer, kept_key
from chassis.keys import JwksKeyRing
from chassis.links import Links
from chassis.migrating import migrate
from chassis.postgres import Database
from chassis.routing import Router
from chassis.service import Service, Site, resident
from chassis.settings import Settings
from contracts import ContactRegisteredV1, Envelope
from tests.support.stack import ROOT

WAIT = 30.0  # seconds
READY = 'medspil_service_ready{service="notifications"} 1.0'
ANSWERED = (
    'medspil_http_request_seconds_count{method="POST",route="/v1/tell",'
    'service="notifications",status="200"} 1.0'
)


class Counter:
    """A desk that tells the stream of a contact each time it is asked."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.number = 0

    async def tell(self) -> int:
        """Post one message; return its number."""
        self.number += 1
        contact = derived_id("contact", self.number)
        message = ContactRegisteredV1(
            contact_id=contact, organisation_id=contact, language="da"
        )
        envelope = Envelope(
            id=contact,
            occurred_at=datetime(2024, 1, 10, tzinfo=UTC),
            aggregate_id=contact,
            sequence=1,
            actor="system",
            correlation_id="test",
            message=message,
        )
        async with self.database.transaction() as connection:
            await outbox.post(connection, [envelope])
        return self.number

    async def untold(self) -> int:
        """Count the messages that the relay has not published."""
        async with self.database.reading() as connection:
            count: int = await connection.fetchval(
                "select count(*) from outbox where published_at is null"
            )
        return count


def counting(site: Site) -> Service:
    """A service with one write, and nothing that it hears."""
    database = site.database("notifications")
    desk = Counter(database)
    router = Router()

    @router.post("/tell")
    async def tell(counter: Annotated[Counter, Depends(resident(Counter))]) -> int:
        return await counter.tell()

    return Service(
        name="notifications",
        database=database,
        desk=desk,
        router=router,
        migrations=ROOT / "services/notifications/migrations",
        sentences={},
    )


@pytest.fixture
def postgres(tmp_path: Path) -> Generator[EmbeddedPostgres]:
    """A PostgreSQL of this test's own, that it may stop."""
    server = EmbeddedPostgres(tmp_path / "postgres")
    yield server
    server.stop()


@pytest.fixture
def nats(tmp_path: Path) -> Generator[EmbeddedNats]:
    """A NATS of this test's own, that it may kill."""
    server = EmbeddedNats(tmp_path / "nats")
    yield server
    server.stop()


@pytest.fixture
async def site(postgres: EmbeddedPostgres, nats: EmbeddedNats, tmp_path: Path) -> Site:
    """An installation on those servers, migrated."""
    settings = Settings(
        database_url=postgres.start(), nats_url=nats.start(), data_dir=tmp_path
    )
    assert settings.database_url is not None
    migrations = ROOT / "services/notifications/migrations"
    await migrate(settings.database_url, "notifications", migrations)
    now = datetime(2024, 1, 10, tzinfo=UTC)
    links = Links.kept_in(tmp_path / "links.pem")
    return Site(settings=settings, clock=FixedClock(now), links=links)


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    """Run the app with its background; yield a client."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://medspil") as client,
    ):
        yield client


async def until_healthz(client: httpx.AsyncClient, status: int) -> dict[str, object]:
    """Ask for the health until it is as expected; return the report."""
    pause = asyncio.Event()
    async with asyncio.timeout(WAIT):
        while True:
            answer = await client.get("/healthz")
            if answer.status_code == status:
                report: dict[str, object] = answer.json()
                return report
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pause.wait(), 0.05)


async def probed(client: httpx.AsyncClient) -> tuple[int, int]:
    """Return what a supervisor is told: whether it lives, and whether it takes more."""
    lives, takes = await client.get("/livez"), await client.get("/readyz")
    return lives.status_code, takes.status_code


def believing(folder: Path) -> Authentication:
    """Believe an issuer of the test's own."""
    issuer = LocalIssuer("urn:test", "medspil", kept_key(folder / "issuer.pem"))
    return Authentication(issuer.issuer, issuer.audience, JwksKeyRing(issuer.fetch))


@pytest.mark.usefixtures("postgres", "nats")
async def test_a_process_that_ends_is_sent_nothing_more(
    site: Site, tmp_path: Path
) -> None:
    """It lives on until the last request is answered."""
    app = application.build(site, [counting(site)], believing(tmp_path))
    async with serving(app) as client:
        assert await probed(client) == (204, 204)
        app.state.host.health.drain()
        assert await probed(client) == (204, 503)


async def test_servers_may_come_and_go(
    site: Site, postgres: EmbeddedPostgres, nats: EmbeddedNats, tmp_path: Path
) -> None:
    """Nothing accepted is lost, health tells the truth, and all heals by itself."""
    authentication = believing(tmp_path)
    service = counting(site)
    counter = service.desk
    assert isinstance(counter, Counter)
    async with serving(application.build(site, [service], authentication)) as client:
        assert await until_healthz(client, 200) == {
            "status": "ready",
            "services": {"notifications": {"state": "ready", "reasons": []}},
        }
        assert READY in (await client.get("/metrics")).text

        nats.kill()
        assert (await client.post("/v1/tell")).json() == 1
        report = await until_healthz(client, 503)
        assert "NATS is away" in str(report)
        text = (await client.get("/metrics")).text
        assert READY not in text
        assert ANSWERED in text
        assert await counter.untold() == 1
        nats.start()
        await until_healthz(client, 200)
        async with asyncio.timeout(WAIT):
            while await counter.untold():
                await until_healthz(client, 200)

        postgres.stop()
        assert await probed(client) == (204, 204)  # to start it anew would help nobody
        refused = await client.post("/v1/tell")
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        await until_healthz(client, 503)
        postgres.start()
        await until_healthz(client, 200)
        assert (await client.post("/v1/tell")).json() == 3
