"""Organisations from a file: those that are new are written together, or none is."""

from collections.abc import Iterable, Sequence

from chassis.correlation import correlation_id
from chassis.history import Conflict
from chassis.invalid import FieldError
from chassis.outbox import post
from chassis.postgres import Connection
from services.partnerships import queries, store
from services.partnerships.exporting import ORGANISATION_COLUMNS
from services.partnerships.importing import Layout, Made, Outcome, Refused, Row
from services.partnerships.organisations import Organisation, registered

FIELDS = ("name", "cvr", "p_number", "industry_code", "size_class", "focus")
LAYOUT = Layout(FIELDS, ORGANISATION_COLUMNS, frozenset({"name", "cvr"}))
MOST = 5000  # rows

type _Number = tuple[str, str | None]
type Wanted = tuple[int, Organisation]
"""A row's number, and the organisation that it names."""


def values(row: Row) -> dict[str, object]:
    """A row as it would be sent to register one organisation."""
    sent: dict[str, object] = dict(row.values)
    if "focus" in row.values:
        sent["focus"] = [one.strip() for one in row.values["focus"].split(",")]
    return sent


async def write(
    connection: Connection,
    wanted: Sequence[Wanted],
    said: str,
) -> list[Outcome]:
    """Register those that are not; *said* is what is told of one that is otherwise."""
    cvrs = {organisation.cvr for _, organisation in wanted}
    known = {_number(one): one for one in await queries.by_cvr(connection, cvrs)}
    new: list[Organisation] = []
    outcomes: list[Outcome] = []
    for row, organisation in wanted:
        there = known.setdefault(_number(organisation), organisation)
        if there is organisation:
            new.append(organisation)
            outcomes.append(Made(row, organisation.id, new=True))
        elif differing := _differing(there, organisation):
            outcomes.append(_otherwise(row, differing, said))
        else:
            outcomes.append(Made(row, there.id, new=False))
    if await store.register_all(connection, new) != len(new):
        raise Conflict("organisation")
    await post(connection, [registered(one, correlation_id()) for one in new])
    return outcomes


def _number(organisation: Organisation) -> _Number:
    return organisation.cvr, organisation.p_number


def _differing(there: Organisation, here: Organisation) -> list[str]:
    return [one for one in FIELDS if getattr(there, one) != getattr(here, one)]


def _otherwise(row: int, fields: Iterable[str], said: str) -> Refused:
    return Refused(
        row,
        tuple(
            FieldError(field=one, code="organisation_differs", message=said)
            for one in fields
        ),
    )
