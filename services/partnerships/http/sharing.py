"""Outcomes that partnerships share: who has a part, and what others reported for us."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import Field

from chassis.auth import staff
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from contracts import Quantity
from services.partnerships import files
from services.partnerships.desk import Desk
from services.partnerships.domain.agreement import Outcome, OutcomeShare, Results
from services.partnerships.domain.sharing import Sharer
from services.partnerships.domain.states import Closed, InForce, State
from services.partnerships.handling import Standing
from services.partnerships.http.requests_outcome import ShareRequest

router = Router(prefix="/partnerships", tags=["agreements"])


class SharedOutcomeView(Late):
    """A figure that was reported in another partnership, and that ours has a part of."""

    reported_in: UUID = Field(description="The partnership where it is accepted.")
    reference: str
    share: Quantity = Field(description="Our part, of 1 in all.")
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Shared:
    """A figure of another partnership with a part for ours."""

    home: Standing
    outcome: Outcome
    share: OutcomeShare


@router.get(
    "/{partnership_id}/shared-outcomes",
    responses=problems(401, 403, 404),
    dependencies=[Depends(staff("reader"))],
)
async def list_shared_outcomes(
    partnership_id: UUID, desk: Annotated[Desk, Depends(resident(Desk))]
) -> list[SharedOutcomeView]:
    """List what was reported elsewhere and shared with the partnership, oldest first."""
    async with desk.database.reading() as connection:
        if not await files.known(connection, partnership_id):
            raise Problem("not_found")
    return [
        SharedOutcomeView(
            reported_in=one.home.id,
            reference=one.home.case.reference,
            share=one.share.share,
            outcome=one.outcome,
        )
        for one in await shared(desk, partnership_id)
    ]


async def shared(desk: Desk, partnership_id: UUID) -> list[Shared]:
    """Return the figures of others that a partnership has a part of, oldest first."""
    async with desk.database.reading() as connection:
        rows = await _homes(connection, partnership_id)
        standings = await desk.lookups.standings(connection, list(rows)) if rows else {}
    return [
        Shared(home, outcome, part)
        for home in (standings[id_] for id_ in rows if id_ in standings)
        for outcome in _outcomes(home.state)
        for part in outcome.shares
        if part.partnership_id == partnership_id
    ]


async def shared_with(
    desk: Desk, home: UUID, shares: Sequence[ShareRequest]
) -> tuple[Sharer, ...]:
    """Return who has a part of a figure; Problem `share_of_stranger` for nobody."""
    if not shares:
        return ()
    wanted = [one.partnership_id for one in shares]
    async with desk.database.reading() as connection:
        standings = await desk.lookups.standings(connection, wanted)
    for id_ in wanted:
        if id_ not in standings:
            raise Problem("share_of_stranger", partnership_id=str(id_))
    return tuple(_sharer(one, standings[one.partnership_id], home) for one in shares)


def _sharer(asked: ShareRequest, standing: Standing, home: UUID) -> Sharer:
    part = OutcomeShare(standing.id, standing.case.reference, asked.share)
    return Sharer(part, _results(standing.state), reports=standing.id == home)


def _results(state: State) -> Results | None:
    return state.results if isinstance(state, InForce | Closed) else None


def _outcomes(state: State) -> tuple[Outcome, ...]:
    results = _results(state)
    return results.outcomes if results else ()


async def _homes(connection: Connection, partnership_id: UUID) -> dict[UUID, None]:
    part = [{"partnership_id": str(partnership_id)}]
    rows = await connection.fetch(_HOMES, part, partnership_id)
    return dict.fromkeys(row["stream_id"] for row in rows)


_HOMES = """
select stream_id from event
where type = 'OutcomeReported' and data -> 'shares' <> '[]'
    and data -> 'shares' @> $1 and stream_id <> $2
order by occurred_at, stream_id, version
"""
