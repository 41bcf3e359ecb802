"""Lets messages take effect: many in one transaction, or one by one when that fails.

The position in the stream, the inbox rows, the effects and what they post are one
transaction. While PostgreSQL is away the same messages are tried again in place, so
that nothing overtakes them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

import structlog

from chassis import parking, positions, retelling
from chassis.cloudevents import Unreadable
from chassis.intake import Delivery
from chassis.jetstream import Standing
from chassis.positions import Overtaken
from chassis.postgres import Database, is_transient
from chassis.subscribing import Subscriptions, once
from chassis.telemetry import span_after

BATCH = 256  # messages in one transaction
ATTEMPTS = 3  # at a message that fails by itself
CRASHES = 5  # beginnings without an end: it may be killing the process
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(milliseconds=100), timedelta(seconds=5)

log = structlog.get_logger(__name__)


class _Stopped(Exception):
    """What has not taken effect is left to the next process."""


class Taker:
    """Takes in the messages behind one service's position."""

    def __init__(
        self,
        service: str,
        database: Database,
        subscriptions: Subscriptions,
        stopping: asyncio.Event,
    ) -> None:
        self._service = service
        self._database = database
        self._subscriptions = subscriptions
        self._stopping = stopping
        self._stream = ""
        self._position = 0  # as PostgreSQL knows it
        self.seen = 0  # from there on it was for other services
        self._suspects = 0  # messages to be counted before they are begun

    async def begin(self, stream: Standing, *, again: bool) -> int:
        """Return the sequence behind which to go on in this stream.

        *again* when this process has begun there before. If others did and never got
        on, one of the next messages may have killed them.
        """
        async with self._database.transaction() as connection:
            begun = await positions.begin(connection, stream, again=again)
        self._stream = stream.identity
        self._position = self.seen = begun.sequence
        self._suspects = BATCH if begun.starts > 1 else 0
        return begun.sequence

    async def take(self, deliveries: Sequence[Delivery]) -> None:
        """Let what follows the position take effect, or be parked; or leave it all."""
        heard = [one for one in deliveries if self._subscriptions.hears(one.subject)]
        last = deliveries[-1].sequence
        with suppress(_Stopped):
            if heard:
                await self._settle(heard, last)
            self.seen = last

    async def catch_up(self) -> None:
        """Write down how far the stream was seen, also where nothing was for us."""
        if self.seen > self._position:
            with suppress(_Stopped):
                await self._must(partial(self._together, [], self.seen))

    async def _settle(self, heard: Sequence[Delivery], last: int) -> None:
        counted = self._suspects > 0
        self._suspects -= len(heard)
        if not counted:
            failure = await self._tried(partial(self._together, heard, last))
            if failure is None:
                return
            log.info("batch_failed", service=self._service, error=repr(failure))
        for delivery in heard[:-1]:
            await self._alone(delivery, delivery.sequence, counted=counted)
        await self._alone(heard[-1], last, counted=counted)

    async def _together(self, heard: Sequence[Delivery], last: int) -> None:
        step, derivation = (self._position, last), self._subscriptions.derivation
        if derivation is not None:
            types = self._subscriptions.types
            told = [retelling.told(one, types) for one in heard]
            with span_after([one.traceparent for one in told], "derive"):
                async with self._database.writing(telling=False) as writer:
                    await derivation.move_on(writer, self._stream, step, told)
        else:
            await self._handle(heard, step)
        self._position = last

    async def _handle(self, heard: Sequence[Delivery], step: tuple[int, int]) -> None:
        envelopes = [one.read() for one in heard]
        for envelope in envelopes:
            self._subscriptions.require(envelope)
        async with self._database.transaction() as connection:
            new = await positions.claim(
                connection,
                self._stream,
                step,
                [envelope.id for envelope in envelopes],
            )
            await self._subscriptions.take_in(connection, once(envelopes, new))

    async def _alone(self, delivery: Delivery, last: int, *, counted: bool) -> None:
        failure = await self._suspicion(delivery) if counted else None
        attempt = 0
        while failure is None or (
            attempt < ATTEMPTS and not isinstance(failure, Unreadable)
        ):
            await self._pause(_FIRST_PAUSE * attempt)
            failure = await self._tried(partial(self._together, [delivery], last))
            if failure is None:
                return
            attempt += 1
        await self._must(partial(self._park, delivery, last, failure))

    async def _suspicion(self, delivery: Delivery) -> Exception | None:
        """Return that a message was begun too often and never answered for."""
        parked_id = parking.id_of(delivery.subject, delivery.headers, delivery.body)
        attempts = 0

        async def count() -> None:
            nonlocal attempts
            async with self._database.transaction() as connection:
                attempts = await parking.count_attempt(connection, parked_id)

        await self._must(count)
        if attempts > CRASHES:
            return Unreadable("crashed_consumer", f"It began {attempts} times.")
        return None

    async def _park(self, delivery: Delivery, last: int, failure: Exception) -> None:
        parked_id = parking.id_of(delivery.subject, delivery.headers, delivery.body)
        reason, detail = parking.why(failure)
        async with self._database.transaction() as connection:
            await positions.claim(connection, self._stream, (self._position, last), [])
            await parking.park(
                connection,
                parked_id,
                delivery.subject,
                delivery.headers,
                delivery.body,
                reason,
                detail,
            )
        self._position = last
        log.error(
            "message_parked",
            service=self._service,
            parked_id=str(parked_id),
            subject=delivery.subject,
            reason=reason,
            exc_info=failure,
        )

    async def _must(self, step: Callable[[], Awaitable[None]]) -> None:
        failure = await self._tried(step)
        if failure is not None:
            raise failure

    async def _tried(self, step: Callable[[], Awaitable[None]]) -> Exception | None:
        """Do a step, again while PostgreSQL is away; return why it fails by itself."""
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                await step()
            except Overtaken:
                raise
            except Exception as error:  # noqa: BLE001 - the edge: sorted here, parked with its reason
                if not is_transient(error):
                    return error
                log.warning("consumer_waits", service=self._service, error=repr(error))
                await self._pause(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                return None
        raise _Stopped

    async def _pause(self, delay: timedelta) -> None:
        if delay:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay.total_seconds())
