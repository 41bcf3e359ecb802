"""Links that partners were sent, so that a manager can find the one to revoke."""

from chassis.migrating import execute

revision = "partnerships_0014"
down_revision = "partnerships_0013"


def upgrade() -> None:
    execute(SQL)


SQL = """
-- What notifications told of each link; whether it was used is in link_use.
create table issued_link (
    id uuid primary key,
    partnership_id uuid not null,
    contact_id uuid not null,
    organisation_id uuid,            -- whom the contact acts for
    purpose text not null,
    detail jsonb not null,           -- what exactly it is for
    issued_at timestamptz not null,
    expires_at timestamptz not null
);
create index issued_link_by_partnership
    on issued_link (partnership_id, issued_at, id);
"""
