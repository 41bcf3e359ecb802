"""How long closed cases are kept, what bars their destruction, and its records."""

from chassis.migrating import execute

revision = "partnerships_0010"
down_revision = "partnerships_0009"
depends_on = ("chassis_0004",)  # destroyed_stream


def upgrade() -> None:
    execute(SQL)


SQL = """
-- The last row for a kind and an outcome applies; one that names more goes first.
create table retention_rule (
    id bigint generated always as identity primary key,
    kind text,                       -- null: every kind
    outcome text,                    -- null: every outcome
    years int check (years between 1 and 100),  -- null: kept for ever
    set_by text not null,
    set_at timestamptz not null,
    reason text not null
);
create trigger retention_rule_is_append_only
    before update or delete or truncate on retention_rule
    for each statement execute function refuse_change();
insert into retention_rule (kind, outcome, years, set_by, set_at, reason) values
    (null, null, null, 'system', now(), 'shipped'),
    (null, 'withdrawn', 5, 'system', now(), 'shipped'),
    (null, 'rejected', 5, 'system', now(), 'shipped');

-- A bar on destroying a case whose time is up.
create table legal_hold (
    id uuid primary key,
    partnership_id uuid not null references partnership,
    reason text not null,
    set_by text not null,
    set_at timestamptz not null,
    lifted_by text,
    lifted_at timestamptz,
    lifted_because text,
    check ((lifted_at is null) = (lifted_by is null)
           and (lifted_at is null) = (lifted_because is null))
);
create unique index legal_hold_in_force on legal_hold (partnership_id)
    where lifted_at is null;

-- What was proposed for destruction, and what was destroyed; a record for ever.
create table destruction (
    id uuid primary key,
    partnership_id uuid not null,
    reference text not null,
    kind text not null,
    kind_version int not null,
    outcome text not null,
    closed_on date not null,
    due_on date not null,
    reason text not null,
    proposed_by text not null,
    proposed_at timestamptz not null,
    status text not null check (status in ('proposed', 'withdrawn', 'destroyed')),
    settled_by text,
    settled_at timestamptz,
    last_version int,                -- of the history that was destroyed
    head text,                       -- hex, the hash of its last row
    counts jsonb,                    -- rows that were destroyed, by table
    files text[],                    -- hex SHA-256 of their contents
    disclosures text[],              -- hex SHA-256 of what had been disclosed
    check ((status = 'proposed') = (settled_at is null)
           and (status = 'proposed') = (settled_by is null)
           and (status = 'destroyed') = (head is not null)
           and (status = 'destroyed') = (counts is not null)),
    check (status <> 'destroyed' or proposed_by <> settled_by)  -- four eyes
);
create unique index destruction_under_way on destruction (partnership_id)
    where status = 'proposed';
create unique index destruction_done on destruction (partnership_id)
    where status = 'destroyed';
create index destruction_by_age on destruction (proposed_at, id);

create function keep_record() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.status = 'proposed' then
            return new;
        end if;
    end if;
    raise exception 'a record of destruction is kept as it is';
end $$;
create trigger destruction_is_kept before update or delete on destruction
    for each row execute function keep_record();
create trigger destruction_is_not_emptied before truncate on destruction
    for each statement execute function keep_record();

-- What hangs on a case may go with it, once the end of its history is written down.
create or replace function keep_evidence() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if exists (
            select from destroyed_stream where stream_id = old.partnership_id
        ) then
            return old;
        end if;
        raise exception 'evidence % can only be destroyed', old.id;
    end if;
    if (new.id, new.partnership_id, new.sha256, new.size, new.media_type)
            is distinct from
           (old.id, old.partnership_id, old.sha256, old.size, old.media_type)
        or (new.content is not null and new.content is distinct from old.content) then
        raise exception 'evidence % can only be destroyed', old.id;
    end if;
    return new;
end $$;

create or replace function keep_disclosure() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if exists (
            select from destroyed_stream where stream_id = old.partnership_id
        ) then
            return old;
        end if;
    end if;
    raise exception 'what was disclosed cannot be taken back';
end $$;
drop trigger disclosure_is_append_only on disclosure;
create trigger disclosure_is_append_only before update or delete on disclosure
    for each row execute function keep_disclosure();
create trigger disclosure_is_not_emptied before truncate on disclosure
    for each statement execute function keep_disclosure();
"""
