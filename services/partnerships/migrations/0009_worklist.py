"""What each partnership waits for, by the desk on which it lies."""

from chassis.migrating import execute

revision = "partnerships_0009"
down_revision = "partnerships_0008"


def upgrade() -> None:
    execute(SQL)


SQL = """
-- Derived; a day that is not set lies beyond all days, so that an index can order it.
create table task (
    partnership_id uuid not null references partnership,
    command text not null,
    desk text not null check (desk in ('case_officer', 'manager', 'staff', 'partner')),
    due_on date not null,
    opens_on date not null,   -- the first day on which it can be done
    closes_on date not null,  -- the last one
    not_by text[] not null,   -- who may not do it, whatever their role
    organisation_id uuid,     -- the party for which staff speak
    primary key (partnership_id, command)
);
create index task_by_desk on task (desk, due_on, partnership_id, command);
create index task_by_day on task (due_on);

-- By which rules the tasks were derived; null: not yet, or by the release before.
alter table finding add column task_rules int;
"""
