"""The versions of the kinds as they are kept: read for writing, written, and logged."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chassis.postgres import Connection, Record
from chassis.shapes import adapter
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.publication import Definition

type Change = Literal["drafted", "imported", "edited", "published", "retired"]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changed a definition, and when."""

    actor: str
    at: datetime


async def hold(connection: Connection, key: str) -> None:
    """Wait until nobody else changes the versions of a kind, and keep others waiting."""
    await connection.execute(_HOLD, key)


async def versions(connection: Connection, key: str) -> list[Definition]:
    """Return every version of a kind, oldest first."""
    rows = await connection.fetch(_VERSIONS, key)
    return [_definition(row) for row in rows]


def _definition(row: Record) -> Definition:
    kind = adapter(Kind).validate_python(row["definition"])
    return Definition(replace(kind, publication=row["status"]), row["revision"])


async def version(connection: Connection, key: str, number: int) -> Definition | None:
    """Return one version of a kind, or nothing for an unknown one."""
    found = await versions(connection, key)
    return next((one for one in found if one.kind.version == number), None)


async def write(
    connection: Connection, definition: Definition, change: Change, by: Signature
) -> None:
    """Keep a version as it is now, and what was done to it."""
    kind, revision = definition.kind, definition.revision
    text = adapter(Kind).dump_python(kind, mode="json")
    if change == "retired":
        await connection.execute(
            _RETIRE, kind.key, kind.version, kind.valid_to, revision
        )
    else:
        await connection.execute(
            _WRITE,
            kind.key,
            kind.version,
            kind.publication,
            kind.valid_from,
            kind.valid_to,
            text,
            revision,
        )
    await connection.execute(
        _LOG, kind.key, kind.version, revision, change, by.actor, by.at, text
    )


_HOLD = "select pg_advisory_xact_lock(hashtextextended('kind ' || $1, 0))"

_VERSIONS = """
select definition, status, revision from kind_version where kind = $1 order by version
"""

_WRITE = """
insert into kind_version (kind, version, status, valid_from, valid_to, definition,
                          revision)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (kind, version) do update set
    status = excluded.status, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, definition = excluded.definition,
    revision = excluded.revision
"""

_RETIRE = """
update kind_version set
    status = 'retired', valid_to = $3, revision = $4,
    definition = definition || jsonb_build_object('valid_to', $3::date)
where kind = $1 and version = $2
"""

_LOG = """
insert into kind_change (kind, version, revision, change, actor, at, definition)
values ($1, $2, $3, $4, $5, $6, $7)
"""
