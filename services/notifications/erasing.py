"""Erases who a contact is: an id is left, and a record that says who did it and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from chassis import outbox
from chassis.ids import derived_id
from chassis.pages import Paging
from chassis.postgres import Connection
from chassis.problems import Problem
from contracts import ContactErasedV1, Envelope
from services.notifications import unreached
from services.notifications.contacts import By, Contact

type Why = Literal[
    "asked_to_be_erased",
    "consent_withdrawn",
    "left_the_organisation",
    "registered_by_mistake",
    "no_longer_needed",
]


@dataclass(frozen=True, slots=True)
class Erasure:
    """That a contact was erased; nothing here says who it was."""

    contact_id: UUID
    erased_at: datetime
    erased_by: str
    reason: str


async def erase(connection: Connection, contact: Contact, why: Why, by: By) -> Erasure:
    """Take a contact out of every table that names one, and stop what is on its way."""
    erasure = Erasure(contact.id, by.at, by.actor, why)
    await connection.execute(_RECORD, contact.id, by.at, by.actor, why)
    await connection.execute(_FORGET, contact.id)
    await connection.execute(_FORGET_ANSWERS, str(contact.id))
    await stop(connection, by.at)
    await outbox.post(connection, [_told(contact, by)])
    return erasure


async def stop(connection: Connection, now: datetime) -> None:
    """Give up, and tell it, whatever has yet to be sent to somebody who was erased.

    A message that is heard after the erasure may still be planned for its contact.
    """
    await unreached.tell(
        connection, await connection.fetch(_STOP), "contact_erased", now
    )


async def in_force(connection: Connection, contact_id: UUID) -> list[str]:
    """Return the references of the agreements in force in which a contact has a part."""
    rows = await connection.fetch(_IN_FORCE, str(contact_id))
    return [row["reference"] for row in rows]


async def erasure(connection: Connection, contact_id: UUID) -> Erasure | None:
    """Return the record of an erasure; None if there was none."""
    row = await connection.fetchrow(f"{_ERASURE} where contact_id = $1", contact_id)
    return None if row is None else Erasure(**row)


async def erasures(connection: Connection, paging: Paging) -> list[Erasure]:
    """Return the records of erasures, the newest first."""
    after = paging.after(tuple[AwareDatetime, UUID]) or (None, None)
    rows = await connection.fetch(_ERASURES, *after, paging.fetch)
    return [Erasure(**row) for row in rows]


async def absent(connection: Connection, contact_id: UUID) -> Problem:
    """Return why a contact is not there: erased, or never known."""
    erased = await erasure(connection, contact_id)
    return Problem("contact_erased" if erased else "not_found")


def _told(contact: Contact, by: By) -> Envelope[ContactErasedV1]:
    version = contact.version + 1
    return Envelope(
        id=derived_id(contact.id, version),
        occurred_at=by.at,
        aggregate_id=contact.id,
        sequence=version,
        actor=by.actor,
        correlation_id=by.correlation_id,
        message=ContactErasedV1(contact_id=contact.id),
    )


_RECORD = """
insert into contact_erasure (contact_id, erased_at, erased_by, reason)
values ($1, $2, $3, $4)
"""

_FORGET = "delete from contact where id = $1"

# Answers that are kept for a repeat show the contact as it was then.
_FORGET_ANSWERS = """
update idempotency
set body = (body::jsonb || '{"name": "", "email": "", "consent": false}')::text
where position('"id":"' || $1 || '"' in body) > 0
"""

_STOP = """
update delivery set state = 'failed', reason = 'contact_erased', told = told + 1
from contact_erasure, news
where delivery.contact_id = contact_erasure.contact_id
  and delivery.message_id = news.message_id
  and delivery.state in ('due', 'waiting_for_contact')
returning delivery.id, delivery.contact_id, delivery.told, news.message_id,
    news.partnership_id, news.event, news.correlation_id
"""

_IN_FORCE = """
select effect.fact ->> 'reference' as reference
from news effect
where effect.event = 'agreement-took-effect'
  and effect.fact -> 'parties'
      @> jsonb_build_array(jsonb_build_object('contact_id', $1::text))
  and not exists (
      select from news later
      where later.partnership_id = effect.partnership_id
        and (later.event = 'ended'
             or (later.event = 'agreement-took-effect'
                 and (coalesce((later.fact ->> 'agreement_version')::int, 0),
                      (later.fact ->> 'amendment')::boolean)
                     > (coalesce((effect.fact ->> 'agreement_version')::int, 0),
                        (effect.fact ->> 'amendment')::boolean)))
  )
order by reference
"""

_ERASURE = "select contact_id, erased_at, erased_by, reason from contact_erasure"

_ERASURES = f"""
{_ERASURE}
where $1::timestamptz is null or (erased_at, contact_id) < ($1, $2::uuid)
order by erased_at desc, contact_id desc
limit $3
"""
