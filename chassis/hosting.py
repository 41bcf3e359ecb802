"""Runs one or several services in a process: their HTTP, their loops, their health."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic

import structlog

from chassis import answers, redriving, waiting
from chassis.consuming import Consumer
from chassis.dialling import NatsAccess
from chassis.health import Health
from chassis.messaging import Messaging
from chassis.metrics import Metrics
from chassis.relay import Relay
from chassis.running import Loop, Step
from chassis.service import Service, Site
from chassis.timers import Timers

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Host:
    """Everything in the background of these services, started and stopped together."""

    site: Site
    services: Sequence[Service]
    metrics: Metrics
    health: Health
    messaging: Messaging = field(init=False)
    progress: dict[str, "Progress"] = field(init=False)
    consumers: dict[str, Consumer] = field(default_factory=dict, init=False)
    _loops: list[Loop] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.messaging = Messaging(
            NatsAccess.of(self.site.settings, self._who()),
            self.services,
            self.site.settings.nats_replicas,
        )
        self.progress = {service.name: Progress() for service in self.services}
        for name, progress in self.progress.items():
            self.health.add_check(name, "consumer", progress.reason)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Run the background of the services for as long as the block lasts."""
        stopping = asyncio.Event()
        relays = [self._prepare(service) for service in self.services]
        consumers = self.consumers.values()
        self._add("messaging", self._watch, every=timedelta(seconds=2))
        for service in self.services:
            await service.database.open()
        tasks = [asyncio.create_task(loop.run(stopping)) for loop in self._loops]
        try:
            yield
        finally:
            stopping.set()
            for consumer in consumers:
                consumer.stop()
            await asyncio.gather(*tasks)
            for consumer in consumers:
                await consumer.resign()
            for relay in relays:
                await relay.resign()
            await self.messaging.stop()
            for service in self.services:
                await service.database.close()
            log.info("stopped")

    def wake(self) -> None:
        """Do everything that waits for its interval now (the clock was moved)."""
        for loop in self._loops:
            loop.wake()

    def _who(self) -> str:
        """Return as whom we log in to NATS: the service, or all of them together."""
        names = [service.name for service in self.services]
        return names[0] if len(names) == 1 else "medspil"

    def _prepare(self, service: Service) -> Relay:
        relay = Relay(
            service.name,
            service.database,
            self.site.new_id,
            self.messaging.replicas,
        )

        async def publish() -> None:
            # While NATS is away the outbox fills, and the messaging loop says why.
            if self.messaging.is_connected:
                await relay.publish_waiting(self.messaging.connected())

        relaying = self._add("relay", publish, every=_POLL, of=service)
        relay.when_called(relaying.wake)
        service.database.on_commit(relaying.wake)
        service.database.on_wait(self.metrics.pool_waits(service.name))
        for figure in service.figures:
            self.metrics.declare(figure)
        if service.subscriptions.types:
            self._prepare_consumer(service)
        self._add("gauges", partial(self._measure, service), every=_SAMPLE, of=service)
        if service.fire is not None:
            timers = Timers(service.database, self.site.clock, service.fire)
            self._add("timers", timers.fire_due, every=_POLL, of=service)
        forget = partial(self._forget, service)
        self._add("forgetting", forget, every=_HOUR, of=service, silent_for=3 * _HOUR)
        for loop in service.loops:
            self._loops.append(loop)
            self.health.add_pulse(service.name, loop.name, loop.pulse)
        return relay

    def _prepare_consumer(self, service: Service) -> None:
        consumer = Consumer(
            service.name,
            service.database,
            service.subscriptions,
            self.messaging.replicas,
        )
        self.consumers[service.name] = consumer

        async def hear() -> None:
            if self.messaging.is_connected and await consumer.hear(
                self.messaging.connected()
            ):
                hearing.wake()

        hearing = self._add("consumer", hear, every=_STANDBY, of=service)
        redrive = partial(redriving.redrive, service.database, service.subscriptions)
        self._add("redrive", redrive, every=_POLL, of=service)

    def _add(
        self,
        name: str,
        step: Step,
        *,
        every: timedelta,
        of: Service | None = None,
        silent_for: timedelta = timedelta(seconds=30),
    ) -> Loop:
        full_name = f"{of.name}-{name}" if of else name
        loop = Loop(full_name, step, every=every, silent_for=silent_for)
        self._loops.append(loop)
        for service in [of] if of else self.services:
            self.health.add_pulse(service.name, name, loop.pulse)
        return loop

    async def _watch(self) -> None:
        was_connected = self.messaging.is_connected
        await self.messaging.ensure()
        if not was_connected:
            self.wake()  # who waited for the connection
        for name, durable in (await self.messaging.watch()).items():
            consumer, progress = self.consumers[name], self.progress[name]
            if durable is None:
                progress.note_gone()
                continue
            lag = (durable.num_pending or 0) + consumer.waiting
            self.metrics.observe(name, "consumer_lag", lag)
            delivered = durable.delivered.stream_seq if durable.delivered else 0
            progress.note(lag, consumer.seen or delivered)

    async def _forget(self, service: Service) -> None:
        async with service.database.transaction() as connection:
            forgotten = await answers.purge(connection)
        if forgotten:
            log.info("answers_forgotten", service=service.name, answers=forgotten)

    async def _measure(self, service: Service) -> None:
        await waiting.measure(service, self.metrics, self.site.clock.now())


@dataclass(slots=True)
class Progress:
    """Whether a consumer that has something to do gets on with it."""

    patience: timedelta = timedelta(seconds=30)
    _place: int = -1
    _since: float = field(default_factory=monotonic)
    _gone: bool = False

    def note(self, lag: int, place: int) -> None:
        """Take in how much waits, and up to where the stream is handled."""
        self._gone = False
        if lag == 0 or place != self._place:
            self._place, self._since = place, monotonic()

    def note_gone(self) -> None:
        """Take in that the durable is not there, though a consumer makes it."""
        self._gone = True

    async def reason(self) -> str | None:
        """Return why the consumer counts as stuck; None when it does not."""
        stuck = monotonic() - self._since
        if stuck <= self.patience.total_seconds():
            return None
        if self._gone:
            return f"its durable has been gone for {stuck:.0f} s"
        return f"handled nothing for {stuck:.0f} s although messages wait"


_POLL = timedelta(seconds=1)
_STANDBY = timedelta(milliseconds=500)
_SAMPLE = timedelta(seconds=5)
_HOUR = timedelta(hours=1)
