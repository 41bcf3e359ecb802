"""Commands on a proposal: written, assessed, voted on, decided."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from chassis.asking import Answer, Asked, asking, once
from chassis.auth import staff
from chassis.clock import civil_date
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.service import resident
from services.partnerships import queries, store
from services.partnerships.desk import Desk
from services.partnerships.domain.commands import (
    Approve,
    Assess,
    CastVote,
    CloseBallot,
    DeclareConflict,
    OpenBallot,
    Propose,
    Reject,
    Return,
    Revise,
    Submit,
    Withdraw,
)
from services.partnerships.domain.kinds import Kind
from services.partnerships.handling import propose as begin
from services.partnerships.http.ordering import (
    Ordered,
    answer,
    command,
    occasion,
    roles,
)
from services.partnerships.http.requests_proposal import (
    AssessmentRequest,
    FeedbackRequest,
    ProposalRequest,
    ReasonRequest,
    RecordedVoteRequest,
    RevisionRequest,
)
from services.partnerships.http.strangers import require_known
from services.partnerships.http.views import PartnershipView
from services.partnerships.store import PostgresWork

router = APIRouter(prefix="/partnerships", tags=["proposals"])


@router.post(
    "",
    status_code=201,
    response_model=PartnershipView,
    responses=problems(400, 401, 403, 409),
    dependencies=[Depends(staff(*roles(Propose)))],
)
async def propose(
    body: ProposalRequest,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Propose a partnership: a first draft, under a case reference of its own."""

    async def work(connection: Connection) -> Answer:
        now = desk.clock.now()
        kind = await queries.kind_on(connection, body.kind, civil_date(now))
        if kind is None:
            raise Problem("kind_unknown", kind=body.kind)
        await require_known(connection, body.parties)
        standing = await begin(
            PostgresWork(connection),
            desk.new_id(),
            body.propose(await _reference(connection, kind, now)),
            kind,
            occasion(desk, asked),
        )
        return answer(standing, 201, f"/v1/partnerships/{standing.id}")

    return await once(desk.database, asked, work)


async def _reference(connection: Connection, kind: Kind, now: datetime) -> str:
    year = civil_date(now).year
    number = await store.next_number(connection, kind.key, year)
    return f"HTK-{kind.key.upper()}-{year}-{number:04d}"


@command(router, Revise)
async def revise(order: Ordered, body: RevisionRequest) -> Response:
    """Replace the draft by this text."""
    async with order.desk.database.reading() as connection:
        await require_known(connection, body.parties)
    return await order.give(body.revise())


@command(router, Submit)
async def submit(order: Ordered) -> Response:
    """Hand the draft over to be assessed and decided."""
    return await order.give(Submit())


@command(router, Withdraw)
async def withdraw(order: Ordered, body: ReasonRequest) -> Response:
    """Give the proposal up, at any time before an agreement is concluded."""
    return await order.give(Withdraw(body.reason))


@command(router, DeclareConflict)
async def declare_conflict(order: Ordered) -> Response:
    """Say that one's own impartiality may be doubted (inhabilitet)."""
    return await order.give(DeclareConflict())


@command(router, Assess)
async def assess(order: Ordered, body: AssessmentRequest) -> Response:
    """Score one criterion, with a reason; a later score replaces an earlier one."""
    return await order.give(body.assess())


@command(router, OpenBallot)
async def open_ballot(order: Ordered) -> Response:
    """Call those who share the contributions to vote."""
    return await order.give(OpenBallot())


@command(router, CastVote)
async def cast_vote(order: Ordered, body: RecordedVoteRequest) -> Response:
    """Record the vote of an organisation that could not use its link."""
    return await order.give(body.cast_vote())


@command(router, CloseBallot)
async def close_ballot(order: Ordered) -> Response:
    """Count the votes of a ballot whose last day has passed."""
    return await order.give(CloseBallot())


@command(router, Return)
async def return_proposal(order: Ordered, body: FeedbackRequest) -> Response:
    """Give the proposal back to be revised."""
    return await order.give(Return(body.feedback))


@command(router, Approve)
async def approve(order: Ordered) -> Response:
    """Say yes to the proposal."""
    return await order.give(Approve())


@command(router, Reject)
async def reject(order: Ordered, body: ReasonRequest) -> Response:
    """Say no to the proposal."""
    return await order.give(Reject(body.reason))
