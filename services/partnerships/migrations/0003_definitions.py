"""Definitions that admins write: retired versions, revisions, and who changed what."""

from chassis.migrating import execute

revision = "partnerships_0003"
down_revision = "partnerships_0002"


def upgrade() -> None:
    execute(SQL)


SQL = """
alter table kind_version drop constraint kind_version_status_check;
alter table kind_version add constraint kind_version_status_check
    check (status in ('draft', 'published', 'retired')) not valid;
alter table kind_version
    add column revision int not null default 1 check (revision > 0);

-- The status alone says retired: a definition that was published still says so, for
-- the release before. A retired version is valid to its last day, so it counts as well.
create or replace function refuse_overlap() returns trigger language plpgsql as $$
begin
    if new.status <> 'draft' and exists (
        select from kind_version other
        where other.kind = new.kind and other.version <> new.version
          and other.status <> 'draft'
          and daterange(other.valid_from, other.valid_to, '[]')
              && daterange(new.valid_from, new.valid_to, '[]')
    ) then
        raise exception 'version % of kind % overlaps another', new.version, new.kind;
    end if;
    return new;
end $$;

-- Only its last day changes once partnerships may be pinned to it.
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
    if old.status <> 'draft'
        and old.definition - 'publication' - 'valid_to'
            is distinct from new.definition - 'publication' - 'valid_to' then
        raise exception 'version % of kind % is published', old.version, old.kind;
    end if;
    return new;
end $$;

create trigger published_kinds_are_not_rewritten before update on kind_version
    for each row execute function refuse_rewriting();

-- What was done to the definitions, by whom; never changed, never deleted.
create table kind_change (
    id bigint generated always as identity primary key,
    kind text not null,
    version int not null,
    revision int not null,
    change text not null
        check (change in ('drafted', 'imported', 'edited', 'published', 'retired')),
    actor text not null,
    at timestamptz not null,
    definition jsonb not null,
    foreign key (kind, version) references kind_version
);
create index kind_change_by_version on kind_change (kind, version, id);
"""
