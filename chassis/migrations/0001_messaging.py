"""History, outbox, inbox, parked messages and timers: every service has them."""

from chassis.migrating import execute

revision = "chassis_0001"
down_revision = None
branch_labels = ("chassis",)


def upgrade() -> None:
    execute(SQL)


SQL = """
-- What happened, append-only. (stream_id, version) is the optimistic lock.
create table event (
    stream_id uuid not null,
    version int not null check (version > 0),
    type text not null,
    data jsonb not null,
    actor text not null,             -- staff:<subject>, contact:<uuid> or system
    occurred_at timestamptz not null,
    correlation_id text not null,
    hash bytea not null,             -- SHA-256 over the previous hash and this row
    primary key (stream_id, version)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;

create trigger event_is_append_only before update or delete or truncate on event
    for each statement execute function refuse_change();

-- Messages that were decided together with the events and wait to be published.
create table outbox (
    id bigint generated always as identity primary key,
    message_id uuid not null unique,
    subject text not null,
    headers jsonb not null,          -- CloudEvents attributes, as header values
    body text not null,              -- JSON
    created_at timestamptz not null default clock_timestamp(),
    published_at timestamptz
);
create index outbox_waiting on outbox (id) where published_at is null;

-- Messages whose effect is already in this schema.
create table inbox (
    message_id uuid primary key,
    received_at timestamptz not null default clock_timestamp()
);

-- Messages that could not be handled, whole, with the reason.
create table parked (
    id uuid primary key,             -- derived from stream and sequence: parked once
    subject text not null,
    headers jsonb not null,
    body bytea not null,
    reason text not null,            -- stable code
    detail text not null,
    parked_at timestamptz not null default clock_timestamp(),
    redrive_requested_at timestamptz,
    settled_at timestamptz
);
create index parked_open on parked (parked_at) where settled_at is null;

-- Messages that were delivered suspiciously often, and how often each was begun.
create table attempt (
    id uuid primary key,             -- as in parked
    count int not null default 1
);

-- What must happen by itself. One firing per stream, name and due instant.
create table timer (
    stream_id uuid not null,
    name text not null,
    due_at timestamptz not null,
    fired_at timestamptz,
    retry_at timestamptz,            -- wall time; set when firing failed
    fault text,
    primary key (stream_id, name, due_at)
);
create index timer_pending on timer (due_at, stream_id, name) where fired_at is null;
"""
