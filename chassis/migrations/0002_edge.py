"""Answers kept for repeated requests, and links that were used or withdrawn."""

from chassis.migrating import execute

revision = "chassis_0002"
down_revision = "chassis_0001"
branch_labels = None


def upgrade() -> None:
    execute(SQL)


SQL = """
-- The answer to a write, kept so that a repeat gets the same one.
create table idempotency (
    principal text not null,         -- staff:<subject> or contact:<uuid>
    key text not null,               -- the caller's Idempotency-Key
    fingerprint text not null,       -- SHA-256 over method, path and body
    claimed_at timestamptz not null default now(),
    status int,                      -- null only inside the claiming transaction
    headers jsonb,
    body text,
    primary key (principal, key)
);
create index idempotency_by_age on idempotency (claimed_at);

-- Links that are no longer open. A link without a row is open.
create table link_use (
    link_id uuid primary key,
    used_at timestamptz,
    revoked_at timestamptz,
    check (used_at is not null or revoked_at is not null)
);
"""
