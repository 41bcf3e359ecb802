"""Sends what is due, a few letters at a time, and writes down what came of each.

A delivery is marked `sending` in a transaction of its own before the attempt, so that
a process that dies in between leaves a trace.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import structlog
from jinja2 import TemplateError

from chassis import outbox
from chassis.clock import Clock
from chassis.correlation import correlated
from chassis.ids import derived_id
from chassis.postgres import Connection, Database
from contracts import (
    DeliveryFailedV1,
    DeliverySucceededV1,
    Envelope,
    LinkIssuedV1,
    Message,
)
from services.notifications import erasing, ledger, unreached
from services.notifications.channels import Channel
from services.notifications.domain.delivery import (
    GivenUp,
    Outcome,
    Retry,
    Sent,
    Unwanted,
    Unwritable,
    Verdict,
    judge,
)
from services.notifications.ledger import Attempt
from services.notifications.writing import Writer, links_of

LANES = 4  # letters under way at once, each with a database connection
STINT = timedelta(seconds=1)  # then the loop may stop, or show that it is alive

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sending:
    """The work of the sender: one step sends what is due for about a stint."""

    database: Database
    clock: Clock
    writer: Writer
    channel: Channel

    async def step(self) -> None:
        """Send what is due; return when nothing is, or after a stint."""
        # Why not database.transaction(): its commits wake the sender.
        async with self.database.reading() as connection, connection.transaction():
            await ledger.restore(connection, self.clock.now())
            await erasing.stop(connection, self.clock.now())
            await unreached.tell_of_unknown(connection, self.clock.now())
        if not await self._send_one():
            return
        until = asyncio.get_running_loop().time() + STINT.total_seconds()
        lanes = (self._send_until(until) for _ in range(LANES))
        for result in await asyncio.gather(*lanes, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    async def _send_until(self, until: float) -> None:
        while await self._send_one() and asyncio.get_running_loop().time() < until:
            pass

    async def _send_one(self) -> bool:
        async with self.database.reading() as connection:
            attempt = await ledger.claim(connection, self.clock.now())
            if attempt is None:
                return False
            with correlated(attempt.correlation_id):
                outcome = await self._attempt(connection, attempt)
                await self._settle(connection, attempt, outcome)
        return True

    async def _attempt(self, connection: Connection, attempt: Attempt) -> Outcome:
        if not attempt.recipient.consent:
            return Unwanted()
        try:
            mail = await self.writer.write(connection, attempt, self.clock.now())
        except (TemplateError, ValueError, LookupError):
            log.exception("letter_not_written", delivery_id=str(attempt.delivery_id))
            return Unwritable()
        return await self.channel.deliver(mail)

    async def _settle(
        self, connection: Connection, attempt: Attempt, outcome: Outcome
    ) -> None:
        now = self.clock.now()
        verdict = judge(outcome, attempt.course, now)
        async with connection.transaction():
            await ledger.record(connection, attempt, outcome, verdict, now)
            await _tell(connection, attempt, verdict, now)
            if _may_have_arrived(verdict):
                await outbox.post(connection, _links_told(attempt, now))
        log.info(
            "delivery_attempted",
            delivery_id=str(attempt.delivery_id),
            number=attempt.number,
            outcome=type(outcome).__name__.lower(),
            verdict=type(verdict).__name__.lower(),
        )


async def _tell(
    connection: Connection, attempt: Attempt, verdict: Verdict, now: datetime
) -> None:
    message = _message(attempt, verdict)
    if message is None:
        return
    number = await ledger.count_told(connection, attempt.delivery_id)
    envelope = Envelope(
        id=derived_id(attempt.delivery_id, number),
        occurred_at=now,
        aggregate_id=attempt.delivery_id,
        sequence=number,
        actor="system",
        correlation_id=attempt.correlation_id,
        causation_id=attempt.message_id,
        message=message,
    )
    await outbox.post(connection, [envelope])


def _may_have_arrived(verdict: Verdict) -> bool:
    return isinstance(verdict, Sent) or (isinstance(verdict, Retry) and verdict.repeat)


def _links_told(attempt: Attempt, now: datetime) -> Iterable[Envelope[LinkIssuedV1]]:
    """Tell of each link to act on a partnership; of the same one again nothing more."""
    for link in links_of(attempt):
        if link.subject_id == attempt.partnership_id:
            yield Envelope(
                id=derived_id(link.id, 1),
                occurred_at=now,
                aggregate_id=link.id,
                sequence=1,
                actor="system",
                correlation_id=attempt.correlation_id,
                causation_id=attempt.message_id,
                message=LinkIssuedV1(
                    link_id=link.id,
                    partnership_id=link.subject_id,
                    contact_id=link.contact_id,
                    organisation_id=link.organisation_id,
                    purpose=link.purpose,
                    detail=dict(link.detail),
                    expires_at=link.expires_at,
                ),
            )


def _message(attempt: Attempt, verdict: Verdict) -> Message | None:
    match verdict:
        case GivenUp(reason):
            return DeliveryFailedV1(
                delivery_id=attempt.delivery_id,
                contact_id=attempt.recipient.contact_id,
                partnership_id=attempt.partnership_id,
                fact=attempt.event,
                reason=reason,
            )
        case Sent() if attempt.told:
            return DeliverySucceededV1(
                delivery_id=attempt.delivery_id,
                contact_id=attempt.recipient.contact_id,
                partnership_id=attempt.partnership_id,
                fact=attempt.event,
            )
        case Sent() | Retry():
            return None
        case _:
            assert_never(verdict)
