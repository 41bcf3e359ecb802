"""Everything of a list, page by page, as rows of a spreadsheet."""

from collections.abc import AsyncIterator, Callable, Mapping
from uuid import UUID

from chassis.languages import Language
from chassis.postgres import Database
from chassis.sheets import Rows
from services.partnerships import queries, store
from services.partnerships.domain.proposal import Proposal
from services.partnerships.organisations import Organisation

_PAGE = 200

type Cells = Callable[[Proposal, Mapping[UUID, Organisation]], tuple[str, ...]]
"""How the parties and the fields of a proposal stand in cells."""

ORGANISATION_COLUMNS: dict[Language, tuple[str, ...]] = {
    "da": ("navn", "cvr", "p-nummer", "branchekode", "størrelse", "fokus"),
    "en": ("name", "cvr", "p-number", "industry code", "size class", "focus"),
}
PARTNERSHIP_COLUMNS: dict[Language, tuple[str, ...]] = {
    "da": (
        "sagsnummer",
        "type",
        "typeversion",
        "titel",
        "stadie",
        "parter (cvr)",
        "mål",
        "ændret",
        "parter",
        "felter (json)",
    ),
    "en": (
        "reference",
        "kind",
        "kind version",
        "title",
        "state",
        "parties (cvr)",
        "goals",
        "changed",
        "parties",
        "fields (json)",
    ),
}


async def organisations(database: Database) -> AsyncIterator[Rows]:
    """Yield all organisations by name; no connection is held between two pages."""
    after: tuple[str, UUID] | None = None
    while True:
        async with database.reading() as connection:
            page = await queries.organisations(connection, None, after, _PAGE)
        if not page:
            return
        after = (page[-1].name, page[-1].id)
        yield [
            (
                one.name,
                one.cvr,
                one.p_number,
                one.industry_code,
                one.size_class,
                ", ".join(one.focus),
            )
            for one in page
        ]


async def partnerships(
    database: Database, filters: queries.Filters, cells: Cells
) -> AsyncIterator[Rows]:
    """Yield the partnerships that the list would show, newest first."""
    before: UUID | None = None
    while True:
        async with database.reading() as connection:
            page = await queries.partnerships(connection, filters, before, _PAGE)
            standings = await store.standings(connection, [row.id for row in page])
            proposals = {id_: one.case.proposal for id_, one in standings.items()}
            named = {
                party.organisation_id
                for one in proposals.values()
                for party in one.parties
            }
            named |= {id_ for row in page for id_ in row.organisations}
            parties = await queries.organisations_of(connection, named)
        if not page:
            return
        before = page[-1].id
        yield [
            (
                row.reference,
                row.kind,
                row.kind_version,
                row.title,
                row.status,
                ", ".join(sorted(parties[id_].cvr for id_ in row.organisations)),
                ", ".join(row.goals),
                row.updated_at.isoformat(),
                *cells(proposals[row.id], parties),
            )
            for row in page
        ]
