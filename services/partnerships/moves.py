"""Moves of running partnerships as they are kept, and whom one may be about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.postgres import Connection
from chassis.shapes import adapter


@dataclass(frozen=True, slots=True)
class MovedItem:
    """One partnership that was moved, from which version, with which fields."""

    partnership_id: UUID
    reference: str
    from_version: int
    added: tuple[str, ...]
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Partnerships that were moved together to one version of their kind."""

    id: UUID
    kind: str
    to_version: int
    actor: str
    at: datetime
    items: tuple[MovedItem, ...]


async def running(
    connection: Connection, kind: str, version: int, after: UUID | None, limit: int
) -> list[UUID]:
    """Return partnerships under earlier versions of a kind, by id."""
    rows = await connection.fetch(_RUNNING, kind, version, after, limit)
    return [row["id"] for row in rows]


async def read(connection: Connection, kind: str, move_id: UUID) -> Move | None:
    """Return one move with its partnerships, or nothing for an unknown one."""
    row = await connection.fetchrow(_MOVE, kind, move_id)
    if row is None:
        return None
    items = await connection.fetch(_ITEMS, move_id)
    return Move(
        **dict(row),
        items=tuple(adapter(MovedItem).validate_python(dict(one)) for one in items),
    )


async def write(connection: Connection, move: Move) -> None:
    """Keep a move."""
    await connection.execute(
        _WRITE, move.id, move.kind, move.to_version, move.actor, move.at
    )
    await connection.executemany(
        _WRITE_ITEM,
        [
            (move.id, one.partnership_id, one.reference, one.from_version, one.added)
            for one in move.items
        ],
    )


async def undo(
    connection: Connection, move_id: UUID, ids: Sequence[UUID], at: datetime
) -> None:
    """Note that these partnerships have been moved back."""
    await connection.execute(_UNDO, move_id, list(ids), at)


_RUNNING = """
select id from partnership
where kind = $1 and kind_version < $2
  and status not in ('withdrawn', 'rejected', 'completed', 'expired', 'terminated')
  and ($3::uuid is null or id > $3)
order by id limit $4
"""

_MOVE = """
select id, kind, to_version, actor, at from kind_move where kind = $1 and id = $2
"""

_ITEMS = """
select partnership_id, reference, from_version, added, undone_at
from kind_move_item where move_id = $1 order by partnership_id
"""

_WRITE = """
insert into kind_move (id, kind, to_version, actor, at) values ($1, $2, $3, $4, $5)
"""

_WRITE_ITEM = """
insert into kind_move_item (move_id, partnership_id, reference, from_version, added)
values ($1, $2, $3, $4, $5)
"""

_UNDO = """
update kind_move_item set undone_at = $3
where move_id = $1 and partnership_id = any($2::uuid[])
"""
