"""Connects one process's services to NATS, and tells how their consumers stand."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from nats.errors import Error as NatsError
from nats.js.api import ConsumerInfo
from nats.js.errors import NotFoundError

from chassis import jetstream
from chassis.client import Client
from chassis.dialling import NatsAccess
from chassis.service import Service
from contracts import STREAM

GRACE = 15.0  # seconds for what is under way when the process stops


@dataclass(slots=True)
class Messaging:
    """The process's connection to NATS.

    NATS may be away when the process starts: commands are taken in meanwhile,
    and their messages wait in the outbox.
    """

    access: NatsAccess
    services: Sequence[Service]
    replicas: int = 1
    client: Client | None = None
    _provisioned: bool = False

    @property
    def is_connected(self) -> bool:
        """Whether NATS can be reached now."""
        return self.client is not None and self.client.is_connected

    def connected(self) -> Client:
        """Return the connection; ConnectionError while NATS is away."""
        if self.client is None or not self.client.is_connected:
            raise ConnectionError("NATS is away.")
        return self.client

    async def ensure(self) -> None:
        """Connect and provision the stream, as far as that is not yet so.

        Provisioned once: during a deployment the older process must not take back,
        again and again, what the newer one has changed.
        """
        if self._provisioned:
            return
        if self.client is None:
            self.client = await jetstream.connect(self.access, "medspil")
        stream = self.connected().jetstream(timeout=5)
        await jetstream.provision_stream(stream, self.replicas)
        self._provisioned = True

    async def watch(self) -> dict[str, ConsumerInfo | None]:
        """Return how each durable stands; None for one that is gone."""
        stream = self.connected().jetstream(timeout=5)
        found: dict[str, ConsumerInfo | None] = {}
        for service in self.services:
            if service.subscriptions.types:
                found[service.name] = None
                with suppress(NotFoundError):
                    info = await stream.consumer_info(STREAM, service.name)
                    found[service.name] = info
        return found

    async def stop(self) -> None:
        """Hang up."""
        if self.client is not None:
            with suppress(NatsError, OSError, TimeoutError):
                await asyncio.wait_for(self.client.close(), GRACE)
