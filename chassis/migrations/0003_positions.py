"""How far a service has come in the stream, in and out."""

from chassis.migrating import execute

revision = "chassis_0003"
down_revision = "chassis_0002"
branch_labels = None


def upgrade() -> None:
    execute(SQL)


SQL = """
-- One row for the consumer and one for the relay. The consumer's moves in the
-- transaction of the effects: whoever does not find it where he left it is not the
-- one who hears any more.
create table stream_position (
    reader text primary key check (reader in ('consumer', 'relay')),
    stream text not null,            -- which stream it is: when it was made
    sequence bigint not null,        -- consumer: the last one that took effect here;
                                     -- relay: the last one that the stream confirmed
    starts int not null default 0    -- beginnings here since the position last moved
);
"""
