"""Runs one or several services in a process: their HTTP, their loops, their health."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic

import structlog

from chassis import answers, waiting
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
    _loops: list[Loop] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.messaging = Messaging(
            NatsAccess.of(self.site.settings, self._who()),
            self.services,
            self.metrics.registry,
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
        self._add("messaging", self._watch, every=timedelta(seconds=2))
        for service in self.services:
            await service.database.open()
        tasks = [asyncio.create_task(loop.run(stopping)) for loop in self._loops]
        try:
            yield
        finally:
            stopping.set()
            await self.messaging.stop()
            await asyncio.gather(*tasks)
            for relay in relays:
                await relay.resign()
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
        relay = Relay(service.name, service.database, self.site.new_id)

        async def publish() -> None:
            # While NATS is away the outbox fills, and the messaging loop says why.
            if self.messaging.is_connected:
                await relay.publish_waiting(self.messaging.connected())

        async def redrive() -> None:
            consumer = self.messaging.consumers.get(service.name)
            if consumer is not None:
                await consumer.redrive()

        relaying = self._add("relay", publish, every=_POLL, of=service)
        service.database.on_commit(relaying.wake)
        service.database.on_wait(self.metrics.pool_waits(service.name))
        for figure in service.figures:
            self.metrics.declare(figure)
        self._add("redrive", redrive, every=_POLL, of=service)
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
        await self.messaging.ensure()
        for name, durable in (await self.messaging.watch()).items():
            lag = (durable.num_pending or 0) + (durable.num_ack_pending or 0)
            self.metrics.observe(name, "consumer_lag", lag)
            floor = durable.ack_floor.stream_seq if durable.ack_floor else 0
            self.progress[name].note(lag, floor)

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
    _floor: int = -1
    _since: float = field(default_factory=monotonic)

    def note(self, lag: int, floor: int) -> None:
        """Take in how much waits, and up to where the stream is handled."""
        if lag == 0 or floor != self._floor:
            self._floor, self._since = floor, monotonic()

    async def reason(self) -> str | None:
        """Return why the consumer counts as stuck; None when it does not."""
        stuck = monotonic() - self._since
        if stuck > self.patience.total_seconds():
            return f"handled nothing for {stuck:.0f} s although messages wait"
        return None


_POLL = timedelta(seconds=1)
_SAMPLE = timedelta(seconds=5)
_HOUR = timedelta(hours=1)
