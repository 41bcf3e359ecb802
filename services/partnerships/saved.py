"""Filters that members of staff keep: each its owner's, and nobody else's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.postgres import Connection, UniqueViolation
from chassis.shapes import adapter

MOST = 100
"""How many filters one member of staff can keep."""


class NameTaken(Exception):
    """The owner has another filter of that name."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter under its name; the parameters are those that were right when kept."""

    id: UUID
    owner: str
    name: str
    parameters: Mapping[str, str]
    changed_at: datetime


async def filters(connection: Connection, owner: str) -> list[SavedFilter]:
    """Return the filters of an owner, by name."""
    rows = await connection.fetch(_FILTERS, owner)
    return [adapter(SavedFilter).validate_python(dict(row)) for row in rows]


async def find(connection: Connection, owner: str, id_: UUID) -> SavedFilter | None:
    """Return one of the owner's filters."""
    return next(
        (one for one in await filters(connection, owner) if one.id == id_), None
    )


async def keep(connection: Connection, one: SavedFilter) -> None:
    """Write a filter, a new one or one that is changed; NameTaken if it cannot be."""
    try:
        await connection.execute(
            _KEEP, one.id, one.owner, one.name, dict(one.parameters), one.changed_at
        )
    except UniqueViolation as error:
        raise NameTaken(one.name) from error


async def remove(connection: Connection, one: SavedFilter) -> None:
    """Remove a filter for ever."""
    await connection.execute(_REMOVE, one.id, one.owner)


_FILTERS = """
select id, owner, name, parameters, changed_at from saved_filter
where owner = $1 order by name
"""

_KEEP = """
insert into saved_filter (id, owner, name, parameters, changed_at)
values ($1, $2, $3, $4, $5)
on conflict (id) do update set
    name = excluded.name, parameters = excluded.parameters,
    changed_at = excluded.changed_at
"""

_REMOVE = "delete from saved_filter where id = $1 and owner = $2"
