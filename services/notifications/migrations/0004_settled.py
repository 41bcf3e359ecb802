"""How staff settled what could not be told: by whom, when, and a code, never words."""

from chassis.migrating import execute

revision = "notifications_0004"
down_revision = "notifications_0003"


def upgrade() -> None:
    execute(SQL)


SQL = """
-- The state stays 'failed', with its reason: the release before reads and counts it as
-- it always did, and nobody sends it.
alter table delivery
    add column settled_at timestamptz,
    add column settled_by text,      -- staff:<subject>
    add column settled_how text;     -- a code: words of one's own may name somebody
alter table delivery add constraint delivery_settled_whole
    check (num_nonnulls(settled_at, settled_by, settled_how) in (0, 3)) not valid;
-- The release before would have a settled delivery tried again; this stops it.
alter table delivery add constraint delivery_settled_for_good
    check (settled_at is null or state = 'failed') not valid;
"""
