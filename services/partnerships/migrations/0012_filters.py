"""Filters that members of staff keep for themselves."""

from chassis.migrating import execute

revision = "partnerships_0012"
down_revision = "partnerships_0011"


def upgrade() -> None:
    execute(SQL)


SQL = """
create table saved_filter (
    id uuid primary key,
    owner text not null,         -- staff:<subject>; nobody else sees it
    name text not null,
    parameters jsonb not null,   -- of a list of partnerships, as text
    changed_at timestamptz not null,
    constraint saved_filter_has_a_name_of_its_own unique (owner, name)
);
"""
