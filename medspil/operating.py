"""What an operator does beside a running Medspil, or to one that is stopped."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from nats.errors import TimeoutError as NatsTimeoutError
from nats.js import JetStreamContext
from nats.js.errors import ServiceUnavailableError

from chassis import history, jetstream, parking
from chassis.destroying import Destroyed, destroyed
from chassis.dialling import NatsAccess
from chassis.history import Break
from chassis.jetstream import Drift
from chassis.parking import Parked
from chassis.sealing import End, departures
from chassis.service import Service
from chassis.settings import Settings
from medspil import composition
from medspil.launcher import migrate_all
from medspil.premises import Premises, addresses
from medspil.servers import standing
from medspil.waiting import PATIENCE_SECONDS, NotYetError, patiently

type Sealed = Mapping[str, Sequence[End]]  # where streams ended, by service


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a service's history was found to be."""

    service: str
    events: int
    breaks: tuple[Break, ...]
    destroyed: tuple[Destroyed, ...] = ()  # of what was asked for


@dataclass(frozen=True, slots=True)
class Waiting:
    """A parked message, and the service that could not handle it."""

    service: str
    parked: Parked


def unattended(settings: Settings) -> bool:
    """Whether the services rest, so that nobody would hear a message now."""
    servers_are_ours = settings.database_url is None or settings.nats_url is None
    return servers_are_ours and addresses(settings.data_dir) is None


@asynccontextmanager
async def reached(settings: Settings) -> AsyncGenerator[Settings]:
    """Find the servers of the Medspil that runs, or start them for this while."""
    running = addresses(settings.data_dir)
    if running is not None:
        found = {
            "database_url": running.database_url,
            "nats_url": running.nats_url,
            "smtp_url": running.smtp_url,
        }
        missing = {key: url for key, url in found.items() if not getattr(settings, key)}
        yield settings.model_copy(update=missing)
    elif unattended(settings):
        with Premises.held(settings.data_dir):
            async with standing(settings) as complete:
                yield complete
    else:
        yield settings


async def migrate(settings: Settings) -> list[str]:
    """Bring every schema up to date; return the services' names."""
    async with reached(settings) as complete:
        services = assembled(complete)
        await migrate_all(complete, services)
        return [service.name for service in services]


async def provision(
    settings: Settings, patience: float = PATIENCE_SECONDS
) -> list[Drift]:
    """Make the stream and the durables, or bring them back; return what differed.

    LostPatienceError when no server of the cluster leads it within so many seconds.
    """
    async with reached(settings) as complete:
        client = await jetstream.connect(NatsAccess.of(complete), "medspil-provision")
        try:
            stream = client.jetstream()
            await patiently("The stream", partial(_led, stream), patience)
            replicas = complete.nats_replicas
            drift = await jetstream.provision_stream(stream, replicas)
            for service in assembled(complete):
                if service.subscriptions.types:
                    drift += await jetstream.provision_consumer(stream, service.name)
        finally:
            await client.close()
    return drift


async def _led(stream: JetStreamContext) -> None:
    """Whoever leads is elected when the servers of a cluster have found each other."""
    try:
        await stream.account_info()
    except (ServiceUnavailableError, NatsTimeoutError) as error:
        raise NotYetError(
            "No server leads JetStream; are most of the cluster's servers up?"
        ) from error


async def verify(
    settings: Settings, stream_id: UUID | None = None, sealed: Sealed | None = None
) -> list[Verdict]:
    """Recompute the hashes of every history, or of one case; hold it against a head."""
    verdicts = []
    async with opened(settings) as services:
        for service in services:
            ended = [
                end
                for end in (sealed or {}).get(service.name, ())
                if stream_id in {None, end.stream_id}
            ]
            async with service.database.reading() as connection:
                events, breaks = await history.verify(connection, stream_id)
                breaks += await departures(connection, ended)
                asked = {end.stream_id for end in ended}
                if stream_id is not None:
                    asked.add(stream_id)
                gone = await destroyed(connection, asked)
            verdicts.append(Verdict(service.name, events, tuple(breaks), tuple(gone)))
    return verdicts


async def parked(settings: Settings) -> list[Waiting]:
    """List the messages that wait for a person, by service, oldest first."""
    found = []
    async with opened(settings) as services:
        for service in services:
            async with service.database.reading() as connection:
                waiting = await parking.waiting(connection)
            found += [Waiting(service.name, one) for one in waiting]
    return found


async def redrive(settings: Settings, name: str | None, parked_id: UUID | None) -> int:
    """Ask for another try of a service's parked messages, of one, or of all."""
    asked = 0
    async with opened(settings) as services:
        for service in services:
            if name not in {None, service.name}:
                continue
            async with service.database.transaction() as connection:
                asked += await parking.request_redrive(connection, parked_id)
    return asked


async def discard(settings: Settings, name: str, parked_id: UUID) -> bool:
    """Let a parked message be nobody's concern any more; False if there is none."""
    async with opened(settings) as services:
        (service,) = [one for one in services if one.name == name]
        async with service.database.transaction() as connection:
            return await parking.settle(connection, parked_id)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Sequence[Service]]:
    """Lend every service with its database open, running Medspil or not."""
    alone = unattended(settings)
    async with reached(settings) as complete:
        services = assembled(complete)
        if alone:
            await migrate_all(complete, services)
        for service in services:
            await service.database.open()
        try:
            yield services
        finally:
            for service in services:
                await service.database.close()


def assembled(settings: Settings) -> list[Service]:
    """Every service, for what is done beside them or in their absence."""
    # Nothing is sent from here, so where mail would go need not be known.
    smtp_url = settings.smtp_url or "smtp://127.0.0.1"
    named = settings.model_copy(update={"smtp_url": smtp_url})
    return composition.services(composition.site(named))
