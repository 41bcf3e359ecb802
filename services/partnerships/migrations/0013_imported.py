"""Which partnerships came from a file, under what name."""

from chassis.migrating import execute

revision = "partnerships_0013"
down_revision = "partnerships_0012"


def upgrade() -> None:
    execute(SQL)


SQL = """
create table imported (
    reference text primary key,  -- what the file calls the case
    partnership_id uuid not null unique references partnership,
    imported_by text not null,
    imported_at timestamptz not null
);
"""
