"""Who read which case, append-only until it is old enough to be forgotten."""

from chassis.migrating import execute

revision = "partnerships_0006"
down_revision = "partnerships_0005"


def upgrade() -> None:
    execute(SQL)


SQL = """
create table access (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor text not null,             -- staff:<subject> or contact:<uuid>
    route text not null,             -- method and template
    partnership_id uuid,             -- null: a list
    asked jsonb not null,            -- filters and words
    shown int,                       -- how many, of a list
    correlation_id text not null
);
create index access_by_partnership on access (partnership_id, id);
create index access_by_age on access (at);

-- The service may add; it may take away only what the log is kept for no longer.
create function keep_access() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.at < clock_timestamp() - interval '2 years' then
            return old;
        end if;
    end if;
    raise exception 'the access log is append-only for two years';
end $$;

create trigger access_is_append_only before update or delete on access
    for each row execute function keep_access();
create trigger access_is_not_emptied before truncate on access
    for each statement execute function keep_access();
"""
