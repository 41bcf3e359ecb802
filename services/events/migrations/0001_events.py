"""The rows that lists of gatherings read, and what is known of partnerships."""

from chassis.migrating import execute

revision = "events_0001"
down_revision = None
branch_labels = ("events",)
depends_on = ("chassis_0001",)


def upgrade() -> None:
    execute(SQL)


SQL = """
-- Gatherings as they stand now; their history is in the table event.
create table gathering (
    id uuid primary key,
    type text not null check (type in ('review_meeting', 'network_meeting')),
    partnership_id uuid,
    title text not null,
    status text not null
        check (status in ('proposed', 'scheduled', 'invited', 'held', 'cancelled')),
    starts_at timestamptz,
    ends_at timestamptz,
    place text,
    invited int not null,
    accepted int not null,
    declined int not null,
    tentative int not null,
    attended int,                    -- null until attendance was recorded
    version int not null check (version > 0),
    proposed_at timestamptz not null,
    check (type <> 'review_meeting' or partnership_id is not null),
    check (ends_at > starts_at),
    check (accepted + declined + tentative <= invited)
);
create index gathering_by_age on gathering (proposed_at desc, id desc);
create index gathering_by_partnership on gathering (partnership_id, proposed_at desc);

-- Our own copy of what partnerships told: whom to suggest, and who is gone.
create table partnership (
    id uuid primary key,
    contacts uuid[] not null,        -- of the parties, the municipality's included
    ended_on date                    -- null while it lasts
);
"""
