"""Finds what other partnerships reported and shared with one."""

from chassis.migrating import execute

revision = "partnerships_0011"
down_revision = "partnerships_0010"
depends_on = ("chassis_0001",)  # the table of events


def upgrade() -> None:
    execute(SQL)


SQL = """
-- Few figures are shared; the others cost nothing here.
create index if not exists event_shares on event using gin ((data -> 'shares') jsonb_path_ops)
where type = 'OutcomeReported' and data -> 'shares' <> '[]';
"""
