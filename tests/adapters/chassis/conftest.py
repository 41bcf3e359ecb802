"""A broker with the stream, a service that publishes, and one that listens."""

from collections.abc import AsyncGenerator

import pytest

from chassis import jetstream
from chassis.client import Client
from chassis.dialling import NatsAccess
from chassis.postgres import Database
from chassis.service import Site
from tests.adapters.chassis.listening import Listening


@pytest.fixture
async def client(nats_url: str) -> AsyncGenerator[Client]:
    """A connection to NATS, with the stream provisioned."""
    client = await jetstream.connect(NatsAccess((nats_url,)), "test")
    await jetstream.provision_stream(client.jetstream())
    yield client
    await client.close()


@pytest.fixture
async def outgoing(site: Site) -> AsyncGenerator[Database]:
    """The pool of the publishing service."""
    database = site.database("notifications")
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def listening(site: Site) -> AsyncGenerator[Listening]:
    """A listening service with its pool open."""
    listening = Listening(site)
    await listening.service.database.open()
    yield listening
    await listening.service.database.close()
