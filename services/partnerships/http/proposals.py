"""Commands on a proposal: written, assessed, voted on, decided."""

from typing import Annotated

from fastapi import Depends, Response

from chassis.asking import Asked, asking
from chassis.auth import staff
from chassis.clock import civil_date
from chassis.deciding import Decided
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
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
from services.partnerships.handling import Standing, nothing_yet
from services.partnerships.http.ordering import (
    Ordered,
    command,
    decided,
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
from services.partnerships.references import reference

router = Router(prefix="/partnerships", tags=["proposals"])


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
    partnership_id = desk.new_id()

    async def begin() -> Decided[Standing]:
        asking = occasion(desk, asked)
        year = civil_date(asking.now).year
        kind = await desk.lookups.kind_on(body.kind, civil_date(asking.now))
        if kind is None:
            raise Problem("kind_unknown", kind=body.kind)
        await require_known(desk, body.parties)

        def numbered(number: int) -> Decided[Standing]:
            return decided(
                nothing_yet(partnership_id),
                body.propose(reference(kind.key, year, number)),
                kind,
                asking,
                201,
                f"/v1/partnerships/{partnership_id}",
            )

        if asked.dry_run:
            return numbered(await desk.lookups.coming_number(kind.key, year))
        numbered(0)  # refused before a number is taken, which would then be nobody's
        return numbered(await desk.lookups.next_number(kind.key, year))

    return await desk.decisions.begin(asked, partnership_id, begin)


@command(router, Revise)
async def revise(order: Ordered, body: RevisionRequest) -> Response:
    """Replace the draft by this text."""
    await require_known(order.desk, body.parties)
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
