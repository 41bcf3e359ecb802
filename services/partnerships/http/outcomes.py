"""Commands on the figures and the obligations of an agreement in force."""

from uuid import UUID

from fastapi import Response

from chassis.routing import Router
from services.partnerships.domain.commands import (
    AcceptOutcome,
    ReopenObligation,
    ReportOutcome,
    ReturnOutcome,
    SettleObligation,
)
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.http.files import evidence
from services.partnerships.http.ordering import Order, Ordered, command
from services.partnerships.http.requests_outcome import (
    AcceptanceRequest,
    OutcomeRequest,
    ReopeningRequest,
    ReturnedOutcomeRequest,
    SettlementRequest,
)
from services.partnerships.http.sharing import shared, shared_with

router = Router(prefix="/partnerships", tags=["agreements"])


@command(router, ReportOutcome)
async def report_outcome(order: Ordered, body: OutcomeRequest) -> Response:
    """Claim a figure for an indicator and a period."""
    file = await _file(order, body.file_id)
    desk, home = order.desk, order.partnership_id
    sharers = await shared_with(desk, home, body.shares)
    received = tuple(one.outcome for one in await shared(desk, home))
    return await order.give(body.report(desk.new_id(), file, sharers, received))


@command(router, AcceptOutcome)
async def accept_outcome(order: Ordered, body: AcceptanceRequest) -> Response:
    """Let a reported figure count, with the evidence that one has seen."""
    file = await _file(order, body.file_id)
    return await order.give(body.accept(file))


@command(router, ReturnOutcome)
async def return_outcome(order: Ordered, body: ReturnedOutcomeRequest) -> Response:
    """Give a reported figure back, with the reason."""
    return await order.give(body.return_outcome())


@command(router, SettleObligation)
async def settle_obligation(order: Ordered, body: SettlementRequest) -> Response:
    """Say that an obligation was met, missed or waived."""
    return await order.give(body.settle())


@command(router, ReopenObligation)
async def reopen_obligation(order: Ordered, body: ReopeningRequest) -> Response:
    """Owe again what was settled, with the reason."""
    return await order.give(body.reopen())


async def _file(order: Order, file_id: UUID | None) -> EvidenceFile | None:
    if file_id is None:
        return None
    return await evidence(order.desk, order.partnership_id, file_id)
