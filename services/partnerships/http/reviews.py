"""Commands on reviews and what they leave to be done, and on the last of all."""

from fastapi import Response

from chassis.routing import Router
from services.partnerships.domain.commands import (
    CloseActionPoint,
    Complete,
    ConcludeReview,
    GiveStatement,
    OpenReview,
    VerifyActionPoint,
)
from services.partnerships.http.ordering import Ordered, command
from services.partnerships.http.requests_review import (
    ActionPointClosedRequest,
    ActionPointVerifiedRequest,
    ConclusionRequest,
    RecordedStatementRequest,
)

router = Router(prefix="/partnerships", tags=["reviews"])


@command(router, OpenReview)
async def open_review(order: Ordered) -> Response:
    """Ask every party for a statement, before the rhythm of the kind does."""
    return await order.give(OpenReview(order.desk.new_id()))


@command(router, GiveStatement)
async def give_statement(order: Ordered, body: RecordedStatementRequest) -> Response:
    """Give the municipality's statement, or record what a partner said."""
    return await order.give(body.give())


@command(router, ConcludeReview)
async def conclude_review(order: Ordered, body: ConclusionRequest) -> Response:
    """Draw the conclusion of the review, with what is to be done."""
    return await order.give(body.conclude(order.desk.new_id))


@command(router, CloseActionPoint)
async def close_action_point(
    order: Ordered, body: ActionPointClosedRequest
) -> Response:
    """Say that an action point is done, and where that can be seen."""
    return await order.give(body.close())


@command(router, VerifyActionPoint)
async def verify_action_point(
    order: Ordered, body: ActionPointVerifiedRequest
) -> Response:
    """Confirm what another has closed."""
    return await order.give(body.verify())


@command(router, Complete)
async def complete(order: Ordered) -> Response:
    """Close a partnership whose final review was concluded."""
    return await order.give(Complete())
