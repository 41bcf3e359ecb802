"""Registers and amends contacts; others hear of them by id and language alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.ids import derived_id
from chassis.languages import Language
from chassis.postgres import Connection
from contracts import ContactRegisteredV1, Envelope


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who can be written to, for an organisation."""

    id: UUID
    organisation_id: UUID
    name: str
    email: str
    language: Language
    channel: str
    consent: bool
    version: int
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class By:
    """Who did it, when, and in the course of what."""

    actor: str
    at: datetime
    correlation_id: str


async def register(connection: Connection, contact: Contact, by: By) -> None:
    """Keep a new contact, and tell that there is one."""
    await connection.execute(_REGISTER, *_values(contact), contact.registered_at)
    await _tell(connection, contact, by)


async def locked(connection: Connection, contact_id: UUID) -> Contact | None:
    """Return a contact that nobody else can amend meanwhile; None if unknown."""
    row = await connection.fetchrow(_LOCKED, contact_id)
    return None if row is None else Contact(**row)


async def amend(
    connection: Connection, before: Contact, after: Contact, by: By
) -> None:
    """Keep what a contact has become; tell it if others may know better."""
    await connection.execute(_AMEND, *_values(after))
    if after.language != before.language:
        await _tell(connection, after, by)


def _values(contact: Contact) -> tuple[object, ...]:
    return (
        contact.id,
        contact.organisation_id,
        contact.name,
        contact.email,
        contact.language,
        contact.channel,
        contact.consent,
        contact.version,
    )


async def _tell(connection: Connection, contact: Contact, by: By) -> None:
    envelope = Envelope(
        id=derived_id(contact.id, contact.version),
        occurred_at=by.at,
        aggregate_id=contact.id,
        sequence=contact.version,
        actor=by.actor,
        correlation_id=by.correlation_id,
        message=ContactRegisteredV1(
            contact_id=contact.id,
            organisation_id=contact.organisation_id,
            language=contact.language,
        ),
    )
    await outbox.post(connection, [envelope])


_REGISTER = """
insert into contact (id, organisation_id, name, email, language, channel, consent,
    version, registered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

_LOCKED = """
select id, organisation_id, name, email, language, channel, consent, version,
    registered_at
from contact where id = $1
for update
"""

_AMEND = """
update contact set organisation_id = $2, name = $3, email = $4, language = $5,
    channel = $6, consent = $7, version = $8
where id = $1
"""
