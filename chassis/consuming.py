"""Hears messages in the stream's order and lets each take effect once.

The inbox row, the effect and what the effect posts are one transaction. While
PostgreSQL is away the message is tried again in place, so that nothing
overtakes it; a message that fails by itself is parked, so that it stops nobody.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import UUID

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from chassis import cloudevents, parking
from chassis.cloudevents import Unreadable
from chassis.correlation import correlated
from chassis.ids import derived_id
from chassis.jetstream import ACK_WAIT
from chassis.postgres import Connection, Database, assure, is_transient
from chassis.telemetry import span_from
from contracts import Envelope, Message, subject

type Handler[M: Message] = Callable[[Connection, Envelope[M]], Awaitable[None]]

ATTEMPTS = 3  # at a message that fails by itself
CRASHES = 5  # beginnings without an end: it may be killing the process
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(milliseconds=100), timedelta(seconds=5)

log = structlog.get_logger(__name__)


class Subscriptions:
    """Which messages a service hears, and what each does to it."""

    def __init__(self) -> None:
        self._handlers: dict[type[Message], Handler[Message]] = {}

    def on[M: Message](self, message_type: type[M], handler: Handler[M]) -> None:
        """Let *handler* take in every message of this type."""
        self._handlers[message_type] = handler  # type: ignore[assignment] # handle() looks up by the exact type

    @property
    def subjects(self) -> list[str]:
        """The NATS subjects of the types that are heard."""
        return [subject(message_type) for message_type in self._handlers]

    @property
    def types(self) -> frozenset[type[Message]]:
        """The message types that are heard."""
        return frozenset(self._handlers)

    async def handle(self, connection: Connection, envelope: Envelope[Message]) -> None:
        """Let a message take effect, unless it already has."""
        handler = self._handlers.get(type(envelope.message))
        if handler is None:
            raise Unreadable("unexpected_type", f"{envelope.subject} is not heard here")
        if await connection.fetchval(_CLAIM, envelope.id):
            await handler(connection, envelope)
        else:
            await assure(connection)  # why: it is about to be acknowledged


class Consumer:
    """Takes one service's messages from the stream, one after the other."""

    def __init__(
        self, service: str, database: Database, subscriptions: Subscriptions
    ) -> None:
        self._service = service
        self._database = database
        self._subscriptions = subscriptions
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Leave a message that waits for PostgreSQL to the next process."""
        self._stopping.set()

    async def hear(self, delivery: Msg) -> None:
        """Let one delivery take effect or park it, and acknowledge it; or leave it."""
        async with _still_working(delivery):
            settled = await self._settle(delivery)
        if settled:
            await delivery.ack()

    async def redrive(self) -> None:
        """Try the parked messages again whose redrive was asked for."""
        while True:
            async with self._database.transaction() as connection:
                parked = await parking.take_redrive(connection)
                if parked is None:
                    return
                try:
                    async with connection.transaction():
                        envelope = cloudevents.read(parked.headers, parked.body)
                        await self._take_in(connection, envelope)
                except Exception as error:
                    # The edge: whatever it is, it is parked again with its reason.
                    if is_transient(error):
                        raise
                    reason, detail = _why(error)
                    await parking.park(
                        connection,
                        parked.id,
                        parked.subject,
                        parked.headers,
                        parked.body,
                        reason,
                        detail,
                    )
                    log.exception("redrive_failed", parked_id=str(parked.id))
                else:
                    await parking.settle(connection, parked.id)
                    log.info("redriven", parked_id=str(parked.id))

    async def _settle(self, delivery: Msg) -> bool:
        """Return whether the delivery is done with; False to leave it for later."""
        pause, faults = _FIRST_PAUSE, 0
        failure: Exception | None = None
        while not self._stopping.is_set():
            try:
                if failure is not None and faults >= ATTEMPTS:
                    await self._park(delivery, failure)
                else:
                    await self._attempt(delivery)
            except Unreadable as error:
                failure, faults = error, ATTEMPTS
            except Exception as error:  # noqa: BLE001 - the edge: sorted here, parked with its reason
                if is_transient(error):
                    log.warning("consumer_waits", error=repr(error))
                    pause = min(pause * 2, _LONGEST_PAUSE)
                    await self._pause(pause)
                else:
                    failure, faults = error, faults + 1
                    await self._pause(_FIRST_PAUSE * faults)
            else:
                return True
        return False

    async def _attempt(self, delivery: Msg) -> None:
        if delivery.metadata.num_delivered > CRASHES:
            await self._require_few_attempts(delivery)
        envelope = cloudevents.read(delivery.headers or {}, delivery.data)
        async with self._database.transaction() as connection:
            await self._take_in(connection, envelope)

    async def _require_few_attempts(self, delivery: Msg) -> None:
        """Refuse what began too often and was never answered for.

        Deliveries are not counted: those that found PostgreSQL away began nothing.
        """
        async with self._database.transaction() as connection:
            attempts = await parking.count_attempt(connection, _parked_id(delivery))
        if attempts > CRASHES:
            raise Unreadable("crashed_consumer", f"It began {attempts} times.")

    async def _take_in(
        self, connection: Connection, envelope: Envelope[Message]
    ) -> None:
        with (
            correlated(envelope.correlation_id),
            span_from(envelope.traceparent, f"{self._service} {envelope.subject}"),
        ):
            await self._subscriptions.handle(connection, envelope)

    async def _park(self, delivery: Msg, failure: Exception) -> None:
        parked_id = _parked_id(delivery)
        headers: Mapping[str, str] = delivery.headers or {}
        reason, detail = _why(failure)
        async with self._database.transaction() as connection:
            await parking.park(
                connection,
                parked_id,
                delivery.subject,
                {name: str(value) for name, value in headers.items()},
                delivery.data,
                reason,
                detail,
            )
        log.error(
            "message_parked",
            service=self._service,
            parked_id=str(parked_id),
            subject=delivery.subject,
            reason=reason,
            exc_info=failure,
        )

    async def _pause(self, delay: timedelta) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), delay.total_seconds())


def _parked_id(delivery: Msg) -> UUID:
    return derived_id(delivery.metadata.stream, delivery.metadata.sequence.stream)


def _why(failure: Exception) -> tuple[str, str]:
    if isinstance(failure, Unreadable):
        return failure.reason, failure.detail
    return "handler_failed", f"{type(failure).__name__}: {failure}"


@asynccontextmanager
async def _still_working(delivery: Msg) -> AsyncGenerator[None]:
    """Tell the server from time to time that the message is being worked on."""
    done = asyncio.Event()

    async def tell() -> None:
        while not done.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), ACK_WAIT / 3)
                return
            with suppress(NatsError):
                await delivery.in_progress()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(tell())
        try:
            yield
        finally:
            done.set()


_CLAIM = """
insert into inbox (message_id) values ($1) on conflict do nothing returning true
"""
