"""What is kept of the messages that are heard: the news, and whom to tell it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from chassis.ids import derived_id
from chassis.postgres import Connection
from contracts import Envelope, Message
from services.notifications import news
from services.notifications.domain.facts import Fact
from services.notifications.domain.rules import Dispatch


async def keep_reference(
    connection: Connection, partnership_id: UUID, reference: str
) -> None:
    """Remember the case reference of a partnership."""
    await connection.execute(_KEEP_REFERENCE, partnership_id, reference)


async def keep_cvr(connection: Connection, organisation_id: UUID, cvr: str) -> None:
    """Remember the CVR number of an organisation."""
    await connection.execute(_KEEP_CVR, organisation_id, cvr)


async def reference(connection: Connection, partnership_id: UUID | None) -> str | None:
    """Return the case reference of a partnership, if it was ever told."""
    found: str | None = await connection.fetchval(_REFERENCE, partnership_id)
    return found


async def cvr_numbers(
    connection: Connection, organisation_ids: Iterable[UUID | None]
) -> dict[UUID | None, str]:
    """Return the CVR numbers of those organisations that were told."""
    rows = await connection.fetch(_CVR_NUMBERS, list(organisation_ids))
    return {row["organisation_id"]: row["cvr"] for row in rows}


async def plan(
    connection: Connection,
    heard: Envelope[Message],
    fact: Fact,
    dispatches: tuple[Dispatch, ...],
    now: datetime,
) -> None:
    """Keep the news and one delivery for each dispatch of it."""
    event = heard.message.event
    await connection.execute(
        _KEEP_NEWS,
        heard.id,
        event,
        news.encode(event, fact),
        heard.actor,
        heard.correlation_id,
        fact.partnership_id,
    )
    contacts = [dispatch.contact_id for dispatch in dispatches]
    ids = [derived_id("delivery", heard.id, contact) for contact in contacts]
    await connection.execute(_PLAN, ids, contacts, heard.id, now)


_KEEP_REFERENCE = """
insert into partnership_reference (partnership_id, reference) values ($1, $2)
on conflict (partnership_id) do nothing
"""

_KEEP_CVR = """
insert into organisation_cvr (organisation_id, cvr) values ($1, $2)
on conflict (organisation_id) do update set cvr = excluded.cvr
"""

_REFERENCE = "select reference from partnership_reference where partnership_id = $1"

_CVR_NUMBERS = """
select organisation_id, cvr from organisation_cvr where organisation_id = any($1)
"""

_KEEP_NEWS = """
insert into news (message_id, event, fact, actor, correlation_id, partnership_id)
values ($1, $2, $3, $4, $5, $6)
on conflict (message_id) do nothing
"""

_PLAN = """
insert into delivery (id, message_id, contact_id, state, next_attempt_at, created_at)
select planned.id, $3, planned.contact_id, 'waiting_for_contact', $4, $4
from unnest($1::uuid[], $2::uuid[]) as planned (id, contact_id)
on conflict (contact_id, message_id) do nothing
"""
