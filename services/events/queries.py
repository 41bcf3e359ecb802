"""Everything that events reads beside the histories: rows in, typed values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.postgres import Connection
from services.events.domain.gathering import GatheringType
from services.events.domain.overview import Status

type Last = tuple[datetime, UUID]  # the row that the page before ended with


@dataclass(frozen=True, slots=True)
class GatheringRow:
    """A gathering as a list shows it."""

    id: UUID
    type: GatheringType
    partnership_id: UUID | None
    title: str
    status: Status
    starts_at: datetime | None
    ends_at: datetime | None
    place: str | None
    invited: int
    accepted: int
    declined: int
    tentative: int
    attended: int | None
    version: int
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """Which gatherings are asked for; None asks for all."""

    partnership_id: UUID | None = None
    type: GatheringType | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Partnership:
    """What is known here of a partnership."""

    contacts: tuple[UUID, ...]
    ended_on: date | None


async def gatherings(
    connection: Connection, filters: Filters, after: Last | None, limit: int
) -> Sequence[GatheringRow]:
    """Gatherings, the last proposed first."""
    proposed_at, last_id = after or (None, None)
    rows = await connection.fetch(
        _GATHERINGS,
        filters.partnership_id,
        filters.type,
        filters.status,
        proposed_at,
        last_id,
        limit,
    )
    return [GatheringRow(**dict(row)) for row in rows]


async def proposed_for(connection: Connection, partnership_id: UUID) -> list[UUID]:
    """Gatherings of a partnership that never got further than a proposal."""
    rows = await connection.fetch(_PROPOSED_FOR, partnership_id)
    return [row["id"] for row in rows]


async def partnership(
    connection: Connection, partnership_id: UUID
) -> Partnership | None:
    """What partnerships told of this one, if anything."""
    row = await connection.fetchrow(_PARTNERSHIP, partnership_id)
    return None if row is None else Partnership(tuple(row["contacts"]), row["ended_on"])


_GATHERINGS = """
select id, type, partnership_id, title, status, starts_at, ends_at, place,
       invited, accepted, declined, tentative, attended, version, proposed_at
from gathering
where ($1::uuid is null or partnership_id = $1)
  and ($2::text is null or type = $2)
  and ($3::text is null or status = $3)
  and ($4::timestamptz is null or (proposed_at, id) < ($4, $5::uuid))
order by proposed_at desc, id desc limit $6
"""

_PROPOSED_FOR = """
select id from gathering where partnership_id = $1 and status = 'proposed' order by id
"""

_PARTNERSHIP = """
select contacts, ended_on from partnership where id = $1
"""
