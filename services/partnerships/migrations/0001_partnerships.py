"""Organisations, kinds, and what is kept beside the history of partnerships."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from chassis.migrating import execute

revision = "partnerships_0001"
down_revision = None
branch_labels = ("partnerships",)


KINDS = Path(__file__).parents[1] / "kinds"


def upgrade() -> None:
    execute(SQL)
    for file in sorted(KINDS.glob("*.json")):
        definition = file.read_text(encoding="utf-8")
        op.get_bind().execute(text(SHIP), {"definition": definition})


SHIP = """
insert into kind_version (kind, version, status, valid_from, valid_to, definition)
select shipped ->> 'key', (shipped ->> 'version')::int, shipped ->> 'publication',
       (shipped ->> 'valid_from')::date, (shipped ->> 'valid_to')::date, shipped
from (select cast(:definition as jsonb) as shipped) as file
on conflict do nothing
"""

SQL = """
create table organisation (
    id uuid primary key,
    name text not null,
    cvr text not null check (cvr ~ '^[0-9]{8}$'),
    p_number text check (p_number ~ '^[0-9]{10}$'),
    industry_code text check (industry_code ~ '^[0-9]{6}$'),         -- DB07
    size_class text check (size_class in ('micro', 'small', 'medium', 'large')),
    focus text[] not null
        check (focus <@ array['green', 'tech', 'finance', 'knowledge']),
    registered_by text not null,
    registered_at timestamptz not null,
    constraint organisation_is_known unique nulls not distinct (cvr, p_number)
);

-- The definitions of the kinds. A published one is never changed.
create table kind_version (
    kind text not null,
    version int not null check (version > 0),
    status text not null check (status in ('draft', 'published')),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),  -- the last day; none: until further
    definition jsonb not null,
    primary key (kind, version)
);

create function refuse_overlap() returns trigger language plpgsql as $$
begin
    if new.status = 'published' and exists (
        select from kind_version other
        where other.kind = new.kind and other.version <> new.version
          and other.status = 'published'
          and daterange(other.valid_from, other.valid_to, '[]')
              && daterange(new.valid_from, new.valid_to, '[]')
    ) then
        raise exception 'version % of kind % overlaps another', new.version, new.kind;
    end if;
    return new;
end $$;

create trigger kind_versions_do_not_overlap before insert or update on kind_version
    for each row execute function refuse_overlap();

-- The last case number of each kind and year; a number that was given is never lost.
create table reference_counter (
    kind text not null,
    year int not null,
    last int not null check (last > 0),
    primary key (kind, year)
);

-- Where each partnership stands, for lists. The history is the truth.
create table partnership (
    id uuid primary key,
    reference text not null unique,
    kind text not null,
    kind_version int not null,
    title text not null,
    status text not null,
    version int not null check (version > 0),
    organisations uuid[] not null,
    goals text[] not null,
    updated_at timestamptz not null,
    foreign key (kind, kind_version) references kind_version
);
create index partnership_by_organisation on partnership using gin (organisations);
create index partnership_by_goal on partnership using gin (goals);
create index partnership_by_status on partnership (status, id);

-- Running totals of the ballot under way. Which voter chose what is stored nowhere.
create table ballot_box (
    partnership_id uuid primary key references partnership,
    yes_heads int not null default 0 check (yes_heads >= 0),
    no_heads int not null default 0 check (no_heads >= 0),
    yes_share int not null default 0 check (yes_share >= 0),  -- basis points
    no_share int not null default 0 check (no_share >= 0)     -- basis points
);

-- Contacts who could not be told something, until they are; from notifications.
create table unreached (
    delivery_id uuid primary key,
    partnership_id uuid not null,
    contact_id uuid not null,
    fact text not null,
    reason text not null,
    failed_at timestamptz not null
);
create index unreached_by_partnership on unreached (partnership_id, failed_at);
"""
