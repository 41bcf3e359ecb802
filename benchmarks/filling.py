"""Fills a database with partnerships, in the very rows that the write path leaves."""

from uuid import UUID

import asyncpg
import rfc8785

from benchmarks.draft import GOALS, PARTIES, PURPOSE, REFERENCE, TITLE
from services.partnerships.domain.events import PartnershipProposed
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.values import Text
from services.partnerships.history import CODEC
from services.partnerships.tasks import RULES

_FIRST = UUID("01900000-0000-7000-8000-000000000000")


def partnership_id(number: int) -> UUID:
    """The id of one of the partnerships that `fill` makes, counted from 1."""
    return UUID(int=_FIRST.int + number)


async def fill(owner_url: str, partnerships: int) -> None:
    """Register the parties and propose so many partnerships, all at once."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("set search_path = partnerships")
        for number, (organisation_id, _, _) in enumerate(PARTIES):
            await connection.execute(_REGISTER, organisation_id, f"9958723{number}")
        organisations = [organisation_id for organisation_id, _, _ in PARTIES]
        await connection.execute(_PROPOSE, partnerships, _event(), timeout=900)
        await connection.execute(
            _KEEP, partnerships, TITLE, organisations, list(GOALS), timeout=900
        )
        await connection.execute(_FIND, RULES, PURPOSE, timeout=900)
        await connection.execute(_WAIT, timeout=900)
        await connection.execute("vacuum analyze")
    finally:
        await connection.close()


def _event() -> str:
    """The first event as canonical JSON, with a place where the reference goes."""
    _, written = CODEC.encode(
        PartnershipProposed(
            reference=REFERENCE,
            kind="bid",
            kind_version=1,
            title=TITLE,
            parties=tuple(Party(*party) for party in PARTIES),
            goals=GOALS,
            fields={"purpose": Text(PURPOSE)},
        )
    )
    return rfc8785.dumps(written).decode().replace(REFERENCE, "@")


_REGISTER = """
insert into organisation (id, name, cvr, focus, registered_by, registered_at)
values ($1, 'Spor 5 Transport A/S', $2, '{}', 'staff:bench', now())
"""

_NUMBERED = """
    select number, 'HTK-BID-2024-' || lpad(number::text, 7, '0') as reference,
           ('01900000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid as id
    from generate_series(1, $1::int) as number
"""

# The hash covers the canonical JSON of the row, whose keys stand in this order.
_PROPOSE = f"""
with numbered as ({_NUMBERED}), written as (
    select id, replace($2, '@', reference) as data from numbered
)
insert into event
    (stream_id, version, type, data, actor, occurred_at, correlation_id, hash)
select id, 1, 'PartnershipProposed', data::jsonb, 'staff:bench',
       '2024-01-10T08:30:00+00:00', 'none', sha256(convert_to(
           '{{"actor":"staff:bench","data":' || data
           || ',"occurred_at":"2024-01-10T08:30:00.000000+00:00","stream_id":"' || id
           || '","type":"PartnershipProposed","version":1}}', 'UTF8'))
from written
"""

_KEEP = f"""
with numbered as ({_NUMBERED})
insert into partnership (id, reference, kind, kind_version, title, status, version,
                         organisations, goals, updated_at)
select id, reference, 'bid', 1, $2, 'draft', 1, $3, $4, '2024-01-10T08:30:00+00:00'
from numbered
"""

_FIND = """
insert into finding (partnership_id, words, area, task_rules)
select id, words_of(title, reference, organisations, $2), null, $1 from partnership
"""

_WAIT = """
insert into task (partnership_id, command, desk, due_on, opens_on, closes_on, not_by)
select id, 'revise', 'case_officer', 'infinity', '-infinity', 'infinity', '{}'
from partnership
"""
