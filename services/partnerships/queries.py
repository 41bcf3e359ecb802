"""What is read for lists and views: SQL in, typed rows out; nothing is changed here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.postgres import Connection
from chassis.shapes import adapter
from services.partnerships import searching
from services.partnerships.domain.kinds import Kind
from services.partnerships.organisations import Organisation


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    """Where a partnership stands, as lists show it."""

    id: UUID
    reference: str
    kind: str
    kind_version: int
    title: str
    status: str
    version: int
    organisations: tuple[UUID, ...]
    goals: tuple[str, ...]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Unreached:
    """A contact who could not be told something about a partnership."""

    delivery_id: UUID
    contact_id: UUID
    fact: str
    reason: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """Which partnerships a list is about; None leaves a filter out."""

    status: str | None = None
    kind: str | None = None
    organisation_id: UUID | None = None
    goal: str | None = None
    text: str | None = None
    due_before: date | None = None
    area: str | None = None  # west,south,east,north


async def organisations(
    connection: Connection, cvr: str | None, after: tuple[str, UUID] | None, limit: int
) -> list[Organisation]:
    """Return organisations by name, behind the last one that was shown."""
    name, last = after or (None, None)
    rows = await connection.fetch(_ORGANISATIONS, cvr, name, last, limit)
    return [adapter(Organisation).validate_python(dict(row)) for row in rows]


async def organisation(
    connection: Connection, organisation_id: UUID
) -> Organisation | None:
    """Return one organisation, or nothing for an unknown id."""
    found = await organisations_of(connection, [organisation_id])
    return found.get(organisation_id)


async def organisations_of(
    connection: Connection, ids: Iterable[UUID]
) -> dict[UUID, Organisation]:
    """Return those of the organisations that are registered."""
    rows = await connection.fetch(_ORGANISATIONS_OF, list(ids))
    found = [adapter(Organisation).validate_python(dict(row)) for row in rows]
    return {one.id: one for one in found}


async def by_cvr(connection: Connection, cvrs: Iterable[str]) -> list[Organisation]:
    """Return the organisations that are registered under these CVR numbers."""
    rows = await connection.fetch(_BY_CVR, list(cvrs))
    return [adapter(Organisation).validate_python(dict(row)) for row in rows]


async def kind(connection: Connection, key: str, version: int) -> Kind | None:
    """Return one version of a kind, or nothing for an unknown one."""
    definition = await connection.fetchval(_KIND_VERSION, key, version)
    return None if definition is None else adapter(Kind).validate_python(definition)


async def kind_on(connection: Connection, key: str, day: date) -> Kind | None:
    """Return the version that a partnership of this kind is proposed under."""
    definition = await connection.fetchval(_KIND_ON, key, day)
    return None if definition is None else adapter(Kind).validate_python(definition)


async def kinds_on(connection: Connection, day: date) -> list[Kind]:
    """Return every kind that a partnership can be proposed under."""
    rows = await connection.fetch(_KINDS_ON, day)
    return [adapter(Kind).validate_python(row["definition"]) for row in rows]


async def last_number(connection: Connection, kind: str, year: int) -> int:
    """Return the last case number of a kind and year that was taken; 0 if none was."""
    number: int | None = await connection.fetchval(_LAST_NUMBER, kind, year)
    return number or 0


async def partnerships(
    connection: Connection, filters: Filters, before: UUID | None, limit: int
) -> list[PartnershipRow]:
    """Return partnerships, newest first, behind the last one that was shown."""
    asked = {
        "status": filters.status,
        "kind": filters.kind,
        "organisation_id": filters.organisation_id,
        "goal": filters.goal,
        "due_before": filters.due_before,
        "before": before,
        **await _near(connection, filters.area),
        **searching.sought(filters.text),
    }
    statement, values = searching.statement(asked, limit)
    await connection.execute(searching.FOR_ITS_WORDS)
    rows = await connection.fetch(statement, *values)
    return [adapter(PartnershipRow).validate_python(dict(row)) for row in rows]


async def _near(connection: Connection, area: str | None) -> dict[str, object]:
    if area is None:
        return {}
    box = searching.located(area)
    rows = await connection.fetch(searching.NEAR, box, searching.MOST_NEAR + 1)
    if len(rows) > searching.MOST_NEAR:
        return {"area": box}
    return {"near": [row["partnership_id"] for row in rows]}


async def says_something(connection: Connection, text: str | None) -> bool:
    """Tell whether there is anything to search for in a text."""
    asked = searching.sought(text)
    if asked["words"] is None:
        return True
    meant: bool = await connection.fetchval(_WORDS, asked["words"])
    return meant


async def unreached(connection: Connection, partnership_id: UUID) -> list[Unreached]:
    """Return who could not be told something, longest ago first."""
    rows = await connection.fetch(_UNREACHED_OF, partnership_id)
    return [adapter(Unreached).validate_python(dict(row)) for row in rows]


_ORGANISATIONS = """
select id, name, cvr, p_number, industry_code, size_class, focus,
       registered_by, registered_at
from organisation
where ($1::text is null or cvr = $1)
  and ($2::text is null or (name, id) > ($2, $3::uuid))
order by name, id limit $4
"""

_ORGANISATIONS_OF = """
select id, name, cvr, p_number, industry_code, size_class, focus,
       registered_by, registered_at
from organisation where id = any($1::uuid[])
"""

_BY_CVR = """
select id, name, cvr, p_number, industry_code, size_class, focus,
       registered_by, registered_at
from organisation where cvr = any($1::text[])
"""

_KIND_VERSION = "select definition from kind_version where kind = $1 and version = $2"

_KIND_ON = """
select definition from kind_version
where kind = $1 and status <> 'draft' and valid_from <= $2
  and (valid_to is null or valid_to >= $2)
"""

_KINDS_ON = """
select definition from kind_version
where status <> 'draft' and valid_from <= $1
  and (valid_to is null or valid_to >= $1)
order by kind
"""

_LAST_NUMBER = "select last from reference_counter where kind = $1 and year = $2"

_WORDS = "select numnode(websearch_to_tsquery('danish', $1::text)) > 0"

_UNREACHED_OF = """
select delivery_id, contact_id, fact, reason, failed_at
from unreached where partnership_id = $1 order by failed_at, delivery_id
"""
