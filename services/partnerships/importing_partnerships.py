"""Partnerships from a file: first drafts, decided one by one and written together."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.clock import civil_date
from chassis.committing import Change
from chassis.decider import Refusal
from chassis.history import Conflict
from chassis.postgres import Connection
from services.partnerships import store
from services.partnerships.domain.commands import Propose
from services.partnerships.domain.events import Event
from services.partnerships.domain.kinds import Kind
from services.partnerships.exporting import PARTNERSHIP_COLUMNS
from services.partnerships.handling import Carried, Occasion, carry_out, nothing_yet
from services.partnerships.importing import Layout, Made
from services.partnerships.references import reference

LAYOUT = Layout(
    (
        "reference",
        "kind",
        "kind_version",
        "title",
        "state",
        "organisations",
        "goals",
        "changed",
        "parties",
        "fields",
    ),
    PARTNERSHIP_COLUMNS,
    frozenset({"reference", "kind", "title"}),
    frozenset({"kind_version", "state", "organisations", "changed"}),
)
MOST = 1000  # rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that is to become a partnership: what it is called, and the first draft."""

    row: int
    id: UUID
    external: str
    kind: Kind
    propose: Callable[[str], Propose]

    def carried(self, number: int, occasion: Occasion) -> Carried:
        """Propose it under a case number, or Refusal."""
        year = civil_date(occasion.now).year
        command = self.propose(reference(self.kind.key, year, number))
        return carry_out(nothing_yet(self.id), command, self.kind, occasion)

    def refusal(self, occasion: Occasion) -> Refusal | None:
        """Why it cannot be proposed, asked before it takes a case number."""
        try:
            self.carried(0, occasion)
        except Refusal as refusal:
            return refusal
        return None


async def known(
    connection: Connection, references: Iterable[str]
) -> dict[str, tuple[UUID, str]]:
    """Return the partnerships that are called so here, or were in a file."""
    rows = await connection.fetch(_KNOWN, list(references))
    return {row["name"]: (row["id"], row["reference"]) for row in rows}


async def write(
    connection: Connection, wanted: Sequence[Wanted], occasion: Occasion
) -> list[Made]:
    """Propose all of them, each under the next case number of its kind."""
    year = civil_date(occasion.now).year
    numbers = await store.next_numbers(
        connection, [(one.kind.key, year) for one in wanted]
    )
    carried = await asyncio.to_thread(_carried, wanted, numbers, occasion)
    await _write(connection, [one.change for one in carried])
    noted = await connection.fetch(
        _NOTE,
        [one.external for one in wanted],
        [one.id for one in wanted],
        occasion.actor,
        occasion.now,
    )
    if len(noted) != len(wanted):
        raise Conflict("imported")  # somebody else sent the same file
    return [
        Made(one.row, one.id, new=True, reference=done.after.case.reference)
        for one, done in zip(wanted, carried, strict=True)
    ]


def _carried(
    wanted: Sequence[Wanted], numbers: Sequence[int], occasion: Occasion
) -> list[Carried]:
    return [
        one.carried(number, occasion)
        for one, number in zip(wanted, numbers, strict=True)
    ]


async def _write(connection: Connection, changes: Sequence[Change[Event]]) -> None:
    verdicts = await store.LEDGER.write(connection, changes)
    if any(verdict != "done" for verdict in verdicts):
        raise Conflict("imported")


def repeated(
    rows: Sequence[tuple[int, str]], made: Mapping[str, tuple[UUID, str]]
) -> list[Made]:
    """Return rows that name a partnership which is there already."""
    return [
        Made(row, made[external][0], new=False, reference=made[external][1])
        for row, external in rows
    ]


_KNOWN = """
select reference as name, id, reference from partnership where reference = any($1)
union
select imported.reference, partnership.id, partnership.reference
from imported join partnership on partnership.id = partnership_id
where imported.reference = any($1)
"""

_NOTE = """
insert into imported (reference, partnership_id, imported_by, imported_at)
select reference, partnership_id, $3::text, $4::timestamptz
from unnest($1::text[], $2::uuid[]) as sent (reference, partnership_id)
on conflict do nothing
returning 1
"""
