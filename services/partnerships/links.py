"""Links that partners were sent, as notifications tells of them, and what became of each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.postgres import Connection, columns
from chassis.shapes import adapter
from contracts import LinkIssuedV1


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """What a contact may do once, until when, and whether it still can be done."""

    id: UUID
    purpose: str
    detail: Mapping[str, str]
    contact_id: UUID
    organisation_id: UUID | None
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    open: bool


type After = tuple[datetime, UUID]  # the last one of the page before


async def note(
    connection: Connection, told: Sequence[tuple[LinkIssuedV1, datetime]]
) -> None:
    """Keep which links were issued, and when; of a case that is destroyed none."""
    rows = columns(
        (
            (
                link.link_id,
                link.partnership_id,
                link.contact_id,
                link.organisation_id,
                link.purpose,
                json.dumps(link.detail),
                at,
                link.expires_at,
            )
            for link, at in told
        ),
        8,
    )
    await connection.execute(_NOTE, *rows)


async def issued(
    connection: Connection,
    partnership_id: UUID,
    now: datetime,
    *,
    only_open: bool,
    before: After | None,
    limit: int,
) -> list[IssuedLink]:
    """Return the links to act on a partnership, the last one first."""
    last_at, last = before or (None, None)
    rows = await connection.fetch(
        _ISSUED, partnership_id, now, only_open, last_at, last, limit
    )
    return [adapter(IssuedLink).validate_python(dict(row)) for row in rows]


_NOTE = """
insert into issued_link (id, partnership_id, contact_id, organisation_id, purpose,
                         detail, issued_at, expires_at)
select id, partnership_id, contact_id, organisation_id, purpose, detail::jsonb,
       issued_at, expires_at
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
            $7::timestamptz[], $8::timestamptz[])
    with ordinality
    as told (id, partnership_id, contact_id, organisation_id, purpose, detail,
             issued_at, expires_at, nth)
where not exists (select from destroyed_stream where stream_id = partnership_id)
order by nth
on conflict (id) do nothing
"""

_ISSUED = """
select * from (
    select id, purpose, detail, contact_id, organisation_id, issued_at, expires_at,
           used_at, revoked_at, link_id is null and expires_at > $2 as open
    from issued_link left join link_use on link_id = id
    where partnership_id = $1
) as link
where (open or not $3)
  and ($4::timestamptz is null or (issued_at, id) < ($4, $5::uuid))
order by issued_at desc, id desc limit $6
"""
