"""Commands before signature and before the first day, as the kind asks for them."""

from fastapi import Response

from chassis.routing import Router
from services.partnerships.domain.commands import (
    AlignExpectations,
    AppointSteeringGroup,
    ClearConcern,
    ConfirmExpectations,
    RaiseConcern,
    RecordDeclaration,
)
from services.partnerships.http.ordering import Ordered, command
from services.partnerships.http.requests_gate import (
    AlignmentRequest,
    ConcernRequest,
    ConfirmationRequest,
    DeclarationRequest,
    SteeringGroupRequest,
)

router = Router(prefix="/partnerships", tags=["gates"])


@command(router, AlignExpectations)
async def align_expectations(order: Ordered, body: AlignmentRequest) -> Response:
    """Write what each party gives and gets; it voids what was confirmed before."""
    return await order.give(body.align())


@command(router, ConfirmExpectations)
async def confirm_expectations(order: Ordered, body: ConfirmationRequest) -> Response:
    """Record that a party stands by what it gives and gets."""
    return await order.give(body.confirm())


@command(router, AppointSteeringGroup)
async def appoint_steering_group(
    order: Ordered, body: SteeringGroupRequest
) -> Response:
    """Name everybody who sits in the joint steering group from now on."""
    return await order.give(body.appoint())


@command(router, RecordDeclaration)
async def record_declaration(order: Ordered, body: DeclarationRequest) -> Response:
    """Record the declaration of a contact, for instance of confidentiality."""
    return await order.give(body.record())


@command(router, RaiseConcern)
async def raise_concern(order: Ordered, body: ConcernRequest) -> Response:
    """Stop signature until a doubt about procurement or state aid is cleared."""
    return await order.give(body.raise_concern())


@command(router, ClearConcern)
async def clear_concern(order: Ordered, body: ConcernRequest) -> Response:
    """Say why procurement or state aid does not stand in the way."""
    return await order.give(body.clear_concern())
