"""Which partnerships were moved to another version of their kind, to be undone."""

from chassis.migrating import execute

revision = "partnerships_0004"
down_revision = "partnerships_0003"


def upgrade() -> None:
    execute(SQL)


SQL = """
create table kind_move (
    id uuid primary key,
    kind text not null,
    to_version int not null,
    actor text not null,
    at timestamptz not null,
    foreign key (kind, to_version) references kind_version (kind, version)
);

create table kind_move_item (
    move_id uuid not null references kind_move,
    partnership_id uuid not null references partnership,
    reference text not null,
    from_version int not null,
    added text[] not null,      -- the fields that came with the move
    undone_at timestamptz,
    primary key (move_id, partnership_id)
);
"""
