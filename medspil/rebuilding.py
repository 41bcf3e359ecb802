"""Derived tables, emptied and filled again from the stream: the rows are the same."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from chassis import jetstream
from chassis.health import Health
from chassis.hosting import Host
from chassis.metrics import Metrics
from chassis.postgres import Connection
from chassis.service import Service
from chassis.settings import BadSettingError, Settings
from contracts import STREAM
from medspil import composition
from medspil.operating import reached, unattended
from medspil.waiting import NotYetError, patiently

PATIENCE_SECONDS = 3600.0

type Progress = Callable[[int], None]  # is told how many messages are left


async def rebuild(settings: Settings, name: str, progress: Progress) -> None:
    """Empty what a service derived, and have it hear the whole stream again.

    A Medspil that runs does the hearing; where none does, it is done here.
    """
    async with AsyncExitStack() as stack:
        alone = unattended(settings)
        complete = await stack.enter_async_context(reached(settings))
        shared = composition.site(complete)
        (service,) = composition.services(shared, name)
        if not service.derived:
            raise BadSettingError(f"{name} keeps nothing that can be derived again.")
        await _empty(service)
        stream = await stack.enter_async_context(_stream(str(complete.nats_url)))
        with suppress(NotFoundError):
            await stream.delete_consumer(STREAM, name)
        if alone:
            host = Host(shared, [service], Metrics(), Health())
            await stack.enter_async_context(host.running())
        await patiently(
            f"{name} to hear the stream",
            lambda: _heard(stream, name, progress),
            PATIENCE_SECONDS,
        )


async def _empty(service: Service) -> None:
    """Forget first: a durable that came back too early would skip what is known."""
    connection: Connection = await service.database.connect()
    try:
        tables = ", ".join((*service.derived, "inbox"))
        await connection.execute(f"truncate {tables}")
    finally:
        await connection.close()


async def _heard(stream: JetStreamContext, name: str, progress: Progress) -> None:
    try:
        durable = await stream.consumer_info(STREAM, name)
    except NotFoundError as error:
        raise NotYetError("The service has not begun to hear.") from error
    left = (durable.num_pending or 0) + (durable.num_ack_pending or 0)
    progress(left)
    if left:
        raise NotYetError(f"{left} messages are left.")


@asynccontextmanager
async def _stream(nats_url: str) -> AsyncGenerator[JetStreamContext]:
    client = await jetstream.connect(nats_url, "medspil-rebuild")
    try:
        yield client.jetstream()
    finally:
        await client.close()
