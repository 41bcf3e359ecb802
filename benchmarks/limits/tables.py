"""The rows of the design limit: those of the product, in tables of its own."""

import json
from uuid import UUID

import asyncpg

from benchmarks.draft import GOALS, PARTIES, TITLE
from benchmarks.filling import partnership_id

STREAM, SUBJECT = "LIMIT", "limit.partnerships.revised"


async def prepare(url: str, partnerships: int) -> None:
    """Make the tables, and the state of so many partnerships in version 1."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_TABLES)
        organisations = [organisation_id for organisation_id, _, _ in PARTIES]
        await connection.execute(
            _STATES, partnerships, TITLE, organisations, list(GOALS)
        )
        await connection.execute("vacuum analyze state")
    finally:
        await connection.close()


def ids(partnerships: int) -> list[UUID]:
    """The partnerships that `prepare` makes."""
    return [partnership_id(number) for number in range(1, partnerships + 1)]


def headers(partnership: UUID, version: int, message_id: UUID) -> dict[str, str]:
    """The headers of a message, as many and as long as those of the product."""
    return {
        "ce-specversion": "1.0",
        "ce-id": str(message_id),
        "ce-source": "/medspil/partnerships",
        "ce-type": "dk.htk.medspil.partnerships.revised.v1",
        "ce-subject": str(partnership),
        "ce-time": "2024-01-10T08:30:00+00:00",
        "ce-dataschema": "urn:medspil:schema:partnerships.revised.v1",
        "ce-sequence": f"{version:010d}",
        "ce-correlationid": "018f0000-0000-7000-8000-000000000000",
        "ce-authid": "staff:bench",
        "Content-Type": "application/json",
    }


def event() -> str:
    """The JSON of an event, as the product writes it of the same draft."""
    return json.dumps({"title": TITLE, "parties": _parties(), "goals": GOALS} | _FIELDS)


def message() -> str:
    """The JSON of a message, as the product tells it of the same draft."""
    told = {"reference": "HTK-BID-2024-0000001", "kind": "bid", "title": TITLE}
    identity = {"partnership_id": str(partnership_id(1))}
    return json.dumps(identity | told | {"parties": _parties(), "goals": GOALS})


def _parties() -> list[dict[str, str]]:
    return [
        {"organisation_id": str(one), "role": role, "contact_id": str(contact)}
        for one, role, contact in PARTIES
    ]


_FIELDS = {
    "fields": {"purpose": {"text": "Et grønt, ryddeligt og trygt kvarter. " * 2}}
}

_TABLES = """
create table event (
    stream_id uuid not null, version int not null, type text not null,
    data jsonb not null, actor text not null, occurred_at timestamptz not null,
    correlation_id text not null, hash bytea not null,
    primary key (stream_id, version)
);
create table state (
    id uuid primary key, reference text not null, kind text not null,
    kind_version int not null, title text not null, status text not null,
    version int not null, organisations uuid[] not null, goals text[] not null,
    updated_at timestamptz not null
);
create table outbox (
    id bigint generated always as identity primary key,
    message_id uuid not null unique, subject text not null, headers jsonb not null,
    body text not null, created_at timestamptz not null default clock_timestamp(),
    published_at timestamptz
);
create index outbox_waiting on outbox (id) where published_at is null;
create table inbox (
    message_id uuid primary key,
    received_at timestamptz not null default clock_timestamp()
);
create table answer (
    principal text not null, key text not null, fingerprint text not null,
    claimed_at timestamptz not null default now(), status int, headers jsonb, body text,
    primary key (principal, key)
);
create table fact (
    message_id uuid primary key, type text not null, occurred_at timestamptz not null,
    partnership_id uuid, sequence bigint not null, data jsonb not null
);
"""

_STATES = """
insert into state (id, reference, kind, kind_version, title, status, version,
                   organisations, goals, updated_at)
select ('01900000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid,
       'HTK-BID-2024-' || lpad(number::text, 7, '0'), 'bid', 1, $2, 'draft', 1,
       $3, $4, now()
from generate_series(1, $1::int) as number
"""
