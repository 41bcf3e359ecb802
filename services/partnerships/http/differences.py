"""What one version of an agreement says otherwise than another, field by field."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path
from pydantic import Field

from chassis.auth import staff
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from services.partnerships import queries
from services.partnerships.desk import Desk
from services.partnerships.domain.agreement import ChangeType
from services.partnerships.domain.decisions import PARTNERSHIP
from services.partnerships.domain.differing import Difference, Held, differences
from services.partnerships.domain.rewording import Piece, reworded
from services.partnerships.domain.words import Words
from services.partnerships.handling import case_of
from services.partnerships.history import HISTORY
from services.partnerships.http.fields import ProposalField, shown
from services.partnerships.labels import Labels
from services.partnerships.store import PostgresWork
from services.partnerships.versions import Version, versions

router = Router(
    prefix="/partnerships",
    tags=["agreements"],
    dependencies=[Depends(staff("reader"))],
)

VersionNumber = Annotated[int, Path(ge=1, le=2_147_483_647)]


class DifferenceView(Late):
    """A field that the two versions have otherwise; null where one has it not."""

    path: str = Field(description="E.g. obligations.<id>.due_on; stable.")
    label: Words = Field(description="What the field is called, in both languages.")
    before: str | int | list[str] | ProposalField | None
    after: str | int | list[str] | ProposalField | None
    words: list[Piece] | None = Field(
        description="For a text that both have: what was kept, removed and added."
    )


class DifferencesView(Late):
    """Everything that one version says otherwise than another."""

    before: int
    after: int
    change: ChangeType | None = Field(description="Which change *after* is, if one.")
    reason: str | None = Field(description="Why it was changed.")
    differences: list[DifferenceView]


@router.get(
    "/{partnership_id}/agreements/{before}/differences/{after}",
    responses=problems(401, 403, 404),
)
async def get_differences(
    partnership_id: UUID,
    before: VersionNumber,
    after: VersionNumber,
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> DifferencesView:
    """Tell where a version differs from another; an empty list where it does not."""
    async with desk.database.reading() as connection:
        history = await HISTORY.load(connection, partnership_id)
        if not history:
            raise Problem("not_found")
        written = versions(history)
        old, new = known(before, written), known(after, written)
        case = case_of(PARTNERSHIP.fold(one.event for one in history))
        kind = await PostgresWork(connection).kind(case.kind, case.kind_version)
        parties = {
            party.organisation_id
            for version in (old, new)
            for party in version.wording.proposal.parties
        }
        known_ones = await queries.organisations_of(connection, parties)
    names = {one.id: one.name for one in known_ones.values()}
    labels = Labels(kind, names, old.wording, new.wording)
    return DifferencesView(
        before=before,
        after=after,
        change=new.change and new.change.type,
        reason=new.change and new.change.reason,
        differences=[
            _shown(one, labels) for one in differences(old.wording, new.wording)
        ],
    )


def known(number: int, written: dict[int, Version]) -> Version:
    """Return a version, or the Problem that there is none of that number."""
    if number not in written:
        numbers = [str(one) for one in written]
        raise Problem("agreement_version_unknown", version=number, versions=numbers)
    return written[number]


def _shown(one: Difference, labels: Labels) -> DifferenceView:
    words = None
    if isinstance(one.before, str) and isinstance(one.after, str):
        words = list(reworded(one.before, one.after))
    return DifferenceView(
        path=".".join(one.path),
        label=labels.of(one.path),
        before=_value(one.before),
        after=_value(one.after),
        words=words,
    )


def _value(value: Held | None) -> str | int | list[str] | ProposalField | None:
    match value:
        case None | str() | int():
            return value
        case tuple():
            return list(value)
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case UUID():
            return str(value)
        case _:
            return shown(value)
