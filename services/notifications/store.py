"""What is kept of the messages that are heard: the news, and whom to tell it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.ids import derived_id
from chassis.postgres import Connection
from contracts import Envelope, Message
from services.notifications import news
from services.notifications.domain.facts import Fact
from services.notifications.domain.rules import Dispatch


@dataclass(frozen=True, slots=True)
class Told:
    """A message, what it tells people, and whom."""

    heard: Envelope[Message]
    fact: Fact
    dispatches: tuple[Dispatch, ...]


async def keep_references(
    connection: Connection, references: Mapping[UUID, str]
) -> None:
    """Remember the case references of partnerships, each as it was told first."""
    await connection.execute(_KEEP_REFERENCES, *_columns(references))


async def keep_cvr_numbers(connection: Connection, numbers: Mapping[UUID, str]) -> None:
    """Remember the CVR numbers of organisations."""
    await connection.execute(_KEEP_CVR_NUMBERS, *_columns(numbers))


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


async def plan(connection: Connection, told: Sequence[Told], now: datetime) -> None:
    """Keep each piece of news, and one delivery for each dispatch of it."""
    await connection.execute(
        _KEEP_NEWS,
        [one.heard.id for one in told],
        [one.heard.message.event for one in told],
        [json.dumps(news.encode(one.heard.message.event, one.fact)) for one in told],
        [one.heard.actor for one in told],
        [one.heard.correlation_id for one in told],
        [one.fact.partnership_id for one in told],
    )
    planned = [
        (one.heard.id, dispatch.contact_id)
        for one in told
        for dispatch in one.dispatches
    ]
    await connection.execute(
        _PLAN,
        [derived_id("delivery", message, contact) for message, contact in planned],
        [contact for _, contact in planned],
        [message for message, _ in planned],
        now,
    )


def _columns(kept: Mapping[UUID, str]) -> tuple[list[UUID], list[str]]:
    return list(kept), list(kept.values())


_KEEP_REFERENCES = """
insert into partnership_reference (partnership_id, reference)
select * from unnest($1::uuid[], $2::text[])
on conflict (partnership_id) do nothing
"""

_KEEP_CVR_NUMBERS = """
insert into organisation_cvr (organisation_id, cvr)
select * from unnest($1::uuid[], $2::text[])
on conflict (organisation_id) do update set cvr = excluded.cvr
"""

_REFERENCE = "select reference from partnership_reference where partnership_id = $1"

_CVR_NUMBERS = """
select organisation_id, cvr from organisation_cvr where organisation_id = any($1)
"""

_KEEP_NEWS = """
insert into news (message_id, event, fact, actor, correlation_id, partnership_id)
select message_id, event, fact::jsonb, actor, correlation_id, partnership_id
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[])
    as told (message_id, event, fact, actor, correlation_id, partnership_id)
on conflict (message_id) do nothing
"""

_PLAN = """
insert into delivery (id, message_id, contact_id, state, next_attempt_at, created_at)
select id, message_id, contact_id, 'waiting_for_contact', $4, $4
from unnest($1::uuid[], $2::uuid[], $3::uuid[])
    as planned (id, contact_id, message_id)
on conflict (contact_id, message_id) do nothing
"""
