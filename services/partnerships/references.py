"""Case references such as HTK-BID-2026-0007, and what became of each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.postgres import Connection
from services.partnerships import queries


@dataclass(frozen=True, slots=True)
class Numbered:
    """One number that was drawn, and the partnership that has it, if any."""

    number: int
    reference: str
    partnership_id: UUID | None
    status: str | None


def reference(kind: str, year: int, number: int) -> str:
    """Return the case reference that a number stands for."""
    return f"HTK-{kind.upper()}-{year}-{number:04d}"


async def drawn(
    connection: Connection, kind: str, year: int, after: int, limit: int
) -> Sequence[Numbered]:
    """Return the numbers of a kind and year, used or not, behind *after*."""
    last = await queries.last_number(connection, kind, year)
    first = max(after, 0) + 1
    numbers = range(first, min(last, first + limit - 1) + 1)
    named = {number: reference(kind, year, number) for number in numbers}
    rows = await connection.fetch(_TAKEN, list(named.values()))
    taken = {row["reference"]: (row["id"], row["status"]) for row in rows}
    return [
        Numbered(number, name, *taken.get(name, (None, None)))
        for number, name in named.items()
    ]


_TAKEN = """
select id, reference, status from partnership where reference = any($1)
union all
select partnership_id, reference, status from destruction
where reference = any($1) and status = 'destroyed'
"""
