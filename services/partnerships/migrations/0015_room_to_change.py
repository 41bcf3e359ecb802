"""Room on each page for rows that change, so that a change touches no index."""

from chassis.migrating import execute

revision = "partnerships_0015"
down_revision = "partnerships_0014"


def upgrade() -> None:
    execute(SQL)


SQL = """
-- Each command changes a row of this table, and seldom a column that is indexed. Where
-- its page has room, PostgreSQL writes the new row there and leaves six indexes alone.
-- Pages that are full already get room as their rows change.
alter table partnership set (fillfactor = 80);
"""
