"""Connects one process's services to NATS, and notices when a durable is gone."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from faststream.nats.prometheus import NatsPrometheusMiddleware
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import ConsumerConfig, ConsumerInfo
from nats.js.errors import NotFoundError
from prometheus_client import CollectorRegistry

from chassis import jetstream
from chassis.consuming import Consumer
from chassis.dialling import NatsAccess
from chassis.service import Service
from contracts import STREAM

GRACE = 15.0  # seconds for the message under way when the process stops

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Messaging:
    """The process's connection to NATS, and a FastStream broker for each service.

    NATS may be away when the process starts: commands are taken in meanwhile,
    and their messages wait in the outbox.
    """

    access: NatsAccess
    services: Sequence[Service]
    registry: CollectorRegistry
    replicas: int = 1
    client: Client | None = None
    consumers: dict[str, Consumer] = field(default_factory=dict)
    _brokers: dict[str, NatsBroker] = field(default_factory=dict)
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
        """Connect, provision and consume, as far as that is not yet so.

        Provisioned once: during a deployment the older process must not take back,
        again and again, what the newer one has changed.
        """
        if self._provisioned:
            return
        if self.client is None:
            self.client = await jetstream.connect(self.access, "medspil")
        stream = self.connected().jetstream(timeout=5)
        await jetstream.provision_stream(stream, self.replicas)
        for service in self._hearing():
            subjects = service.subscriptions.subjects
            await jetstream.provision_consumer(stream, service.name, subjects)
            if service.name not in self._brokers:
                await self._consume(service)
        self._provisioned = True

    async def watch(self) -> dict[str, ConsumerInfo]:
        """Return how each durable stands; one that is gone is made again.

        FastStream asks a durable that is gone again and again without a word. A
        durable made anew replays the stream, and the inbox tells what is known.
        """
        stream = self.connected().jetstream(timeout=5)
        try:
            return {
                service.name: await stream.consumer_info(STREAM, service.name)
                for service in self._hearing()
            }
        except NotFoundError:
            log.warning("durable_gone")
            self._provisioned = False
            await self.ensure()
            return {}

    async def stop(self) -> None:
        """Finish the message under way, and hang up."""
        for consumer in self.consumers.values():
            consumer.stop()
        for broker in self._brokers.values():
            with suppress(NatsError, OSError):
                await broker.stop()
        if self.client is not None:
            with suppress(NatsError, OSError, TimeoutError):
                await asyncio.wait_for(self.client.close(), GRACE)

    def _hearing(self) -> list[Service]:
        return [service for service in self.services if service.subscriptions.types]

    async def _consume(self, service: Service) -> None:
        consumer = Consumer(service.name, service.database, service.subscriptions)
        broker = self._broker(service, consumer)
        await broker.start()
        self.consumers[service.name] = consumer
        self._brokers[service.name] = broker

    def _broker(self, service: Service, consumer: Consumer) -> NatsBroker:
        broker = NatsBroker(
            list(self.access.servers),
            name=f"medspil-{service.name}",
            security=self.access.security(),
            inbox_prefix=self.access.inbox_prefix,
            ack_policy=AckPolicy.MANUAL,
            allow_reconnect=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            graceful_timeout=GRACE,
            logger=None,
            middlewares=(
                NatsPrometheusMiddleware(registry=self.registry, app_name=service.name),
            ),
        )

        @broker.subscriber(
            stream=JStream(STREAM, declare=False),
            durable=service.name,
            config=ConsumerConfig(
                durable_name=service.name,
                filter_subjects=service.subscriptions.subjects,
            ),
            pull_sub=PullSub(batch_size=1, timeout=1),
            inbox_prefix=self.access.subscription_inbox,  # the broker's does not count
            decoder=_undecoded,
        )
        async def hear(message: NatsMessage) -> None:
            await consumer.hear(message.raw_message)

        return broker


async def _undecoded(message: NatsMessage) -> bytes:
    """Leave the body alone: what cannot be read is parked, not refused here."""
    return message.body
