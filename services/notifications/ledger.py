"""The ledger of attempts: which delivery is being sent, and what came of each try."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from chassis.languages import Language
from chassis.postgres import Connection
from services.notifications.domain.delivery import (
    Course,
    Deferred,
    GivenUp,
    Outcome,
    Refused,
    Retry,
    Sent,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom an attempt is for."""

    contact_id: UUID
    name: str
    email: str
    language: Language
    consent: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt under way: the delivery, what it tells, and to whom."""

    delivery_id: UUID
    message_id: UUID
    event: str
    fact: object  # as JSON
    actor: str
    correlation_id: str
    partnership_id: UUID | None
    recipient: Recipient
    number: int
    course: Course
    repeat: bool
    told: int  # messages that were posted about this delivery


async def restore(connection: Connection, now: datetime) -> None:
    """Make due again what no living process is sending, and what waited for a contact.

    A row in `sending` whose lock is free was left by a process that died: whether its
    letter left is unknown, so the next one says that it may be a repeat.
    """
    await connection.execute(_RESTORE, now)
    await connection.execute(_CONTACT_FOUND, now)


async def claim(connection: Connection, now: datetime) -> Attempt | None:
    """Mark the delivery that has waited longest as being sent, and return it.

    The session keeps a lock on it until the connection is given back, or is lost.
    """
    async with connection.transaction():
        row = await connection.fetchrow(_CLAIM, now)
        if row is None:
            return None
        await connection.execute(_LOCK, row["delivery_id"])
        await connection.execute(_MARK_SENDING, row["delivery_id"])
    return Attempt(
        delivery_id=row["delivery_id"],
        message_id=row["message_id"],
        event=row["event"],
        fact=row["fact"],
        actor=row["actor"],
        correlation_id=row["correlation_id"],
        partnership_id=row["partnership_id"],
        recipient=Recipient(
            row["contact_id"],
            row["name"],
            row["email"],
            row["language"],
            row["consent"],
        ),
        number=row["attempts"] + 1,
        course=Course(row["course"] + 1, row["deferred_since"]),
        repeat=row["repeat"],
        told=row["told"],
    )


async def record(
    connection: Connection,
    attempt: Attempt,
    outcome: Outcome,
    verdict: Verdict,
    now: datetime,
) -> None:
    """Write down what came of an attempt, and what becomes of the delivery."""
    name = type(outcome).__name__.lower()
    code = outcome.code if isinstance(outcome, Deferred | Refused) else None
    await connection.execute(
        _ADD_ATTEMPT,
        attempt.delivery_id,
        attempt.number,
        now,
        name,
        code,
        attempt.repeat,
    )
    match verdict:
        case Sent():
            await connection.execute(_MARK_SENT, attempt.delivery_id)
        case Retry(after, repeat):
            deferred = now if isinstance(outcome, Deferred) else None
            await connection.execute(
                _MARK_DUE, attempt.delivery_id, now + after, repeat, deferred
            )
        case GivenUp(reason):
            await connection.execute(_MARK_FAILED, attempt.delivery_id, reason)
        case _:
            assert_never(verdict)


async def retry(connection: Connection, delivery_id: UUID, now: datetime) -> bool:
    """Make a delivery due that was given up; False if it was not, or is settled."""
    return await connection.fetchval(_RETRY, delivery_id, now) is not None


async def doubt_unsettled(connection: Connection) -> None:
    """Let each letter that has yet to arrive say that it may be a repeat.

    After a restore nobody knows which of them left the house since the backup.
    """
    await connection.execute(_DOUBT)


async def count_told(connection: Connection, delivery_id: UUID) -> int:
    """Return the number of the next message about a delivery."""
    number: int = await connection.fetchval(_COUNT_TOLD, delivery_id)
    return number


# hashtextextended makes a lock's number of a delivery's id.
_LOCK = "select pg_advisory_lock(hashtextextended($1::uuid::text, 0))"

_RESTORE = """
with sending as materialized (
    select id from delivery where state = 'sending'
), abandoned as materialized (
    select delivery.id, delivery.attempts, delivery.repeat
    from delivery join sending using (id)
    where delivery.state = 'sending'
      and pg_try_advisory_xact_lock(hashtextextended(delivery.id::text, 0))
    for update of delivery skip locked
), noted as (
    insert into delivery_attempt (delivery_id, number, at, outcome, repeat)
    select id, attempts, $1, 'interrupted', repeat from abandoned
)
update delivery set state = 'due', repeat = true, next_attempt_at = $1
from abandoned where delivery.id = abandoned.id
"""

_CONTACT_FOUND = """
update delivery set state = 'due', next_attempt_at = $1
from contact
where delivery.state = 'waiting_for_contact' and contact.id = delivery.contact_id
"""

_CLAIM = """
select delivery.id as delivery_id, delivery.attempts, delivery.course,
    delivery.deferred_since, delivery.repeat, delivery.told,
    news.message_id, news.event, news.fact, news.actor, news.correlation_id,
    news.partnership_id,
    contact.id as contact_id, contact.name, contact.email, contact.language,
    contact.consent
from delivery
join news using (message_id)
join contact on contact.id = delivery.contact_id
where delivery.state = 'due' and delivery.next_attempt_at <= $1
order by delivery.next_attempt_at, delivery.id
limit 1
for update of delivery skip locked
"""

_MARK_SENDING = """
update delivery set state = 'sending', attempts = attempts + 1, course = course + 1
where id = $1
"""

_ADD_ATTEMPT = """
insert into delivery_attempt (delivery_id, number, at, outcome, code, repeat)
values ($1, $2, $3, $4, $5, $6)
"""

_MARK_SENT = "update delivery set state = 'sent' where id = $1"

_MARK_DUE = """
update delivery set state = 'due', next_attempt_at = $2, repeat = repeat or $3,
    deferred_since = coalesce(deferred_since, $4)
where id = $1
"""

_MARK_FAILED = "update delivery set state = 'failed', reason = $2 where id = $1"

_RETRY = """
update delivery set state = 'due', reason = null, course = 0, deferred_since = null,
    next_attempt_at = $2
where id = $1 and state = 'failed' and settled_at is null
  and not exists (select from contact_erasure erased
                  where erased.contact_id = delivery.contact_id)
returning id
"""

_DOUBT = "update delivery set repeat = true where state in ('due', 'sending')"

_COUNT_TOLD = "update delivery set told = told + 1 where id = $1 returning told"
