"""The assembled service over a real database, asked over HTTP by staff and partners."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.application import without_background
from chassis.auth import Authentication
from chassis.issuer import LocalIssuer
from chassis.keys import JwksKeyRing
from chassis.service import Service, Site
from services.events.app import assemble
from tests.adapters.events.house import House

ISSUER, AUDIENCE = "urn:medspil:test", "medspil"


@pytest.fixture
async def service(site: Site) -> AsyncGenerator[Service]:
    """The service, its database open, nothing running in the background."""
    service = assemble(site)
    await service.database.open()
    yield service
    await service.database.close()


@pytest.fixture
async def house(site: Site, service: Service) -> AsyncGenerator[House]:
    """Staff and invited people who ask the service over HTTP."""
    issuer = LocalIssuer(ISSUER, AUDIENCE, Ed25519PrivateKey.generate())
    authentication = Authentication(ISSUER, AUDIENCE, JwksKeyRing(issuer.fetch))
    app = without_background(site, [service], authentication)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://medspil") as web:
        yield House(web, issuer, site, service)
