"""Partnerships that were destroyed: nothing is kept of them any more."""

from chassis.migrating import execute

revision = "events_0002"
down_revision = "events_0001"
depends_on = ("chassis_0004",)  # destroyed_stream


def upgrade() -> None:
    execute(SQL)


SQL = """
-- What is told of these later, or again, is not kept.
create table dropped_partnership (
    partnership_id uuid primary key,
    record_id uuid not null          -- of the destruction, in partnerships
);
"""
