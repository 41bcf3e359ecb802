"""How rows become first drafts: what each names is looked up, and what it says is read."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.clock import civil_date
from chassis.decider import Refusal
from chassis.invalid import FieldError
from chassis.postgres import Connection
from chassis.problems import Problem
from chassis.wire import ShortText
from services.partnerships import queries
from services.partnerships.domain.kinds import Kind
from services.partnerships.handling import Occasion
from services.partnerships.http import proposal_cells
from services.partnerships.http.importing import Sent
from services.partnerships.http.ordering import occasion
from services.partnerships.http.proposal_cells import Unreadable
from services.partnerships.http.requests_proposal import ProposalRequest
from services.partnerships.importing import Outcome, Refused, Row, read
from services.partnerships.importing_partnerships import (
    Wanted,
    known,
    repeated,
    write,
)


class ImportedProposal(ProposalRequest):
    """A first draft, and what the case is called where it comes from."""

    reference: ShortText


@dataclass(frozen=True, slots=True)
class Named:
    """What the rows of one file name: organisations and kinds that are here."""

    organisations: Mapping[str, UUID]
    kinds: Mapping[str, Kind]


async def propose(
    connection: Connection, file: Sent, rows: Sequence[Row]
) -> list[Outcome]:
    """Write the rows that may be proposed; tell of the others."""
    asking = occasion(file.desk, file.asked)
    made = await known(connection, {row.values.get("reference", "") for row in rows})
    fresh = [row for row in rows if row.values.get("reference") not in made]
    old = [row for row in rows if row.values.get("reference") in made]
    again = [(row.number, row.values["reference"]) for row in old]
    named = await _named(connection, fresh, asking)
    ids = [file.desk.new_id() for _ in fresh]
    # In a thread: a thousand rows must not keep everybody else waiting.
    found = await asyncio.to_thread(
        lambda: [
            _wanted(row, id_, named, file, asking)
            for row, id_ in zip(fresh, ids, strict=True)
        ]
    )
    wanted: dict[str, Wanted] = {}
    refused = [one for one in found if isinstance(one, Refused)]
    for one in found:
        if isinstance(one, Refused):
            continue
        if wanted.setdefault(one.external, one) is not one:
            again.append((one.row, one.external))
    new = await write(connection, list(wanted.values()), asking)
    made |= {
        external: (one.id, one.reference or "")
        for external, one in zip(wanted, new, strict=True)
    }
    return [*refused, *new, *repeated(again, made)]


async def _named(
    connection: Connection, rows: Sequence[Row], asking: Occasion
) -> Named:
    cvrs: set[str] = set()
    for row in rows:
        cvrs |= proposal_cells.named(row.values.get("parties", ""))
    kinds = await queries.kinds_on(connection, civil_date(asking.now))
    return Named(
        {
            proposal_cells.number(one): one.id
            for one in await queries.by_cvr(connection, cvrs)
        },
        {kind.key: kind for kind in kinds},
    )


def _wanted(
    row: Row, id_: UUID, named: Named, file: Sent, asking: Occasion
) -> Wanted | Refused:
    try:
        values = _values(row, named)
    except Unreadable as error:
        return _refused(row, error.field, error.problem, file)
    body = read(row, values, ImportedProposal, file.language)
    if isinstance(body, Refused):
        return body
    kind = named.kinds.get(body.kind)
    if kind is None:
        return _refused(row, "kind", Problem("kind_unknown", kind=body.kind), file)
    wanted = Wanted(row.number, id_, body.reference, kind, body.propose)
    refusal = wanted.refusal(asking)
    return wanted if refusal is None else _refused(row, "", refusal, file)


def _values(row: Row, named: Named) -> dict[str, object]:
    values: dict[str, object] = dict(row.values)
    if row.formulas:
        return values  # refused for that
    if "goals" in values:
        values["goals"] = [one.strip() for one in row.values["goals"].split(",")]
    if "parties" in values:
        values["parties"] = proposal_cells.parties(
            row.values["parties"], named.organisations
        )
    if "fields" in values:
        values["fields"] = proposal_cells.fields(row.values["fields"])
    return values


def _refused(row: Row, field: str, why: Problem | Refusal, file: Sent) -> Refused:
    said = file.problems.told(why, file.language)
    return Refused(row.number, (FieldError(field=field, code=why.code, message=said),))
