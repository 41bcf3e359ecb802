"""The facts that the annual evaluation is computed from."""

from chassis.migrating import execute

revision = "reporting_0001"
down_revision = None
branch_labels = ("reporting",)
depends_on = ("chassis_0001",)  # refuse_change()


def upgrade() -> None:
    execute(SQL)


SQL = """
-- One row for each message that the evaluation counts on. Derived: a rebuild from
-- the stream gives the same rows, so nothing here tells when a row was written.
create table fact (
    message_id uuid primary key,
    type text not null,              -- CloudEvents type, with its version
    occurred_at timestamptz not null,
    partnership_id uuid,             -- null for facts about no partnership
    sequence int not null check (sequence > 0),  -- version of the message's aggregate
    data jsonb not null              -- the message as it was published
);
create index fact_by_time on fact (occurred_at, sequence, message_id);

create trigger fact_is_append_only before update or delete on fact
    for each statement execute function refuse_change();
"""
