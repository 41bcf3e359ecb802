"""Destroys what is kept of a partnership that was destroyed: gatherings and contacts."""

from datetime import datetime
from uuid import UUID

from chassis import destroying
from chassis.postgres import Connection


async def drop(
    connection: Connection, partnership_id: UUID, record_id: UUID, at: datetime
) -> None:
    """Destroy a partnership's gatherings under its record; a repeat finds none."""
    await connection.execute(_NOTE, partnership_id, record_id)
    rows = await connection.fetch(_GATHERINGS, partnership_id)
    await destroying.destroy(connection, [row["id"] for row in rows], record_id, at)
    for row in rows:
        await connection.execute(_ANSWERS, str(row["id"]))
    await connection.execute(_ROWS, partnership_id)
    await connection.execute(_PARTNERSHIP, partnership_id)


async def dropped(connection: Connection, partnership_id: UUID) -> bool:
    """Tell whether a partnership was destroyed."""
    found: bool = await connection.fetchval(_DROPPED, partnership_id)
    return found


_NOTE = """
insert into dropped_partnership (partnership_id, record_id) values ($1, $2)
on conflict (partnership_id) do nothing
"""

_GATHERINGS = (
    "select id from gathering where partnership_id = $1 order by id for update"
)

# Answers that are kept for a repeat show the gathering as it was then.
_ANSWERS = "delete from idempotency where position($1 in body) > 0"

_ROWS = "delete from gathering where partnership_id = $1"

_PARTNERSHIP = "delete from partnership where id = $1"

_DROPPED = """
select exists (select from dropped_partnership where partnership_id = $1)
"""
