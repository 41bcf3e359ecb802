"""What the routes read: contacts, deliveries, and every attempt of a delivery."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime

from chassis.pages import Paging
from chassis.postgres import Connection
from services.notifications.contacts import Contact
from services.notifications.domain.delivery import How, State

type Key = tuple[AwareDatetime, UUID]  # when it came to be, and its id


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one person, and how far it got."""

    id: UUID
    contact_id: UUID
    partnership_id: UUID | None
    message_id: UUID
    fact: str
    state: State
    reason: str | None
    attempts: int
    next_attempt_at: datetime
    created_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    settled_how: How | None


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """One attempt, and what came of it."""

    number: int
    at: datetime
    outcome: str
    code: int | None
    repeat: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """Which deliveries are asked for; None means any."""

    contact_id: UUID | None
    partnership_id: UUID | None
    state: State | None


async def contacts(
    connection: Connection, organisation_id: UUID | None, paging: Paging
) -> list[Contact]:
    """Return contacts, the oldest first."""
    after = paging.after(tuple[AwareDatetime, UUID]) or (None, None)
    rows = await connection.fetch(_CONTACTS, organisation_id, *after, paging.fetch)
    return [Contact(**row) for row in rows]


async def contact(connection: Connection, contact_id: UUID) -> Contact | None:
    """Return a contact; None if unknown."""
    row = await connection.fetchrow(_CONTACT, contact_id)
    return None if row is None else Contact(**row)


async def deliveries(
    connection: Connection, filters: Filters, paging: Paging
) -> list[Delivery]:
    """Return deliveries, the newest first."""
    after = paging.after(tuple[AwareDatetime, UUID]) or (None, None)
    rows = await connection.fetch(
        _DELIVERIES,
        filters.contact_id,
        filters.partnership_id,
        filters.state,
        *after,
        paging.fetch,
    )
    return [Delivery(**row) for row in rows]


async def delivery(connection: Connection, delivery_id: UUID) -> Delivery | None:
    """Return a delivery; None if unknown."""
    row = await connection.fetchrow(_DELIVERY, delivery_id)
    return None if row is None else Delivery(**row)


async def attempts(connection: Connection, delivery_id: UUID) -> list[PastAttempt]:
    """Return every attempt of a delivery, in order."""
    rows = await connection.fetch(_ATTEMPTS, delivery_id)
    return [PastAttempt(**row) for row in rows]


_CONTACT_COLUMNS = """
select id, organisation_id, name, email, language, channel, consent, version,
    registered_at
from contact
"""

_CONTACT = f"{_CONTACT_COLUMNS} where id = $1"

_CONTACTS = f"""
{_CONTACT_COLUMNS}
where ($1::uuid is null or organisation_id = $1)
  and ($2::timestamptz is null or (registered_at, id) > ($2, $3::uuid))
order by registered_at, id
limit $4
"""

_DELIVERY_COLUMNS = """
select delivery.id, delivery.contact_id, news.partnership_id, delivery.message_id,
    news.event as fact, shown.state, delivery.reason, delivery.attempts,
    delivery.next_attempt_at, delivery.created_at, delivery.settled_at,
    delivery.settled_by, delivery.settled_how
from delivery join news using (message_id)
cross join lateral (
    select case when delivery.settled_at is null then delivery.state else 'settled' end
) as shown (state)
"""

_DELIVERY = f"{_DELIVERY_COLUMNS} where delivery.id = $1"

_DELIVERIES = f"""
{_DELIVERY_COLUMNS}
where ($1::uuid is null or delivery.contact_id = $1)
  and ($2::uuid is null or news.partnership_id = $2)
  and ($3::text is null or shown.state = $3)
  and ($4::timestamptz is null
       or (delivery.created_at, delivery.id) < ($4, $5::uuid))
order by delivery.created_at desc, delivery.id desc
limit $6
"""

_ATTEMPTS = """
select number, at, outcome, code, repeat from delivery_attempt
where delivery_id = $1
order by number
"""
