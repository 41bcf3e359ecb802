"""Streams that were destroyed under a record, so that their absence can be told."""

from chassis.migrating import execute

revision = "chassis_0004"
down_revision = "chassis_0003"
branch_labels = None


def upgrade() -> None:
    execute(SQL)


SQL = """
-- Where a stream ended that was destroyed, and under which record.
create table destroyed_stream (
    stream_id uuid primary key,
    version int not null check (version > 0),  -- of its last row
    hash bytea not null,                       -- of its last row
    record_id uuid not null,
    destroyed_at timestamptz not null
);
create trigger destroyed_stream_is_append_only
    before update or delete or truncate on destroyed_stream
    for each statement execute function refuse_change();

-- History is append-only, but for a stream whose end is written down here.
create function keep_events() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if exists (select from destroyed_stream where stream_id = old.stream_id) then
            return old;
        end if;
    end if;
    raise exception '% is append-only', tg_table_name;
end $$;

drop trigger event_is_append_only on event;
create trigger event_is_append_only before update or delete on event
    for each row execute function keep_events();
create trigger event_is_not_emptied before truncate on event
    for each statement execute function refuse_change();
"""
