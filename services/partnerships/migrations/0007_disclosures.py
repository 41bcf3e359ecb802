"""What was disclosed of a partnership, by whom, and what was left out; append-only."""

from chassis.migrating import execute

revision = "partnerships_0007"
down_revision = "partnerships_0006"


def upgrade() -> None:
    execute(SQL)


SQL = """
create table disclosure (
    id uuid primary key,
    partnership_id uuid not null references partnership,
    made_by text not null,
    made_at timestamptz not null,
    reach jsonb not null,            -- how far in history, access log and files
    redactions jsonb not null,
    manifest jsonb not null,
    sha256 text not null             -- of the ZIP, which is made again when asked for
);
create index disclosure_by_partnership on disclosure (partnership_id, id);

create function keep_disclosure() returns trigger language plpgsql as $$
begin
    raise exception 'what was disclosed cannot be taken back';
end $$;

create trigger disclosure_is_append_only before update or delete or truncate
    on disclosure for each statement execute function keep_disclosure();
"""
