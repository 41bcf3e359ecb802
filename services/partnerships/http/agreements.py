"""Commands on an agreement: drafted, signed, in force, with results, ended."""

from fastapi import Response

from chassis.routing import Router
from services.partnerships.domain.commands import (
    ChangeAgreement,
    Decline,
    DraftAgreement,
    RecordSignatures,
    Resume,
    RevokeSignature,
    SendForSignature,
    Sign,
    SignOnBehalf,
    Suspend,
    Terminate,
)
from services.partnerships.handling import freeze
from services.partnerships.http.files import evidence
from services.partnerships.http.ordering import Ordered, command
from services.partnerships.http.requests_agreement import (
    BehalfRequest,
    ElsewhereRequest,
    RefusalRequest,
    RevocationRequest,
    SignatureRequest,
    TermsRequest,
)
from services.partnerships.http.requests_change import ChangeRequest
from services.partnerships.http.requests_proposal import ReasonRequest
from services.partnerships.http.strangers import require_known

router = Router(prefix="/partnerships", tags=["agreements"])


@command(router, DraftAgreement)
async def draft_agreement(order: Ordered, body: TermsRequest) -> Response:
    """Write the next version of the terms; it voids a round of signatures."""
    return await order.give(DraftAgreement(body.terms(order.desk.new_id)))


@command(router, ChangeAgreement)
async def change_agreement(order: Ordered, body: ChangeRequest) -> Response:
    """Write the next version as a change of one type; the present one applies on."""
    await require_known(order.desk, body.parties or ())
    terms = body.terms.terms(order.desk.new_id)
    return await order.give(body.change_agreement(terms))


@command(router, SendForSignature)
async def send_for_signature(order: Ordered) -> Response:
    """Freeze the pending version under its SHA-256 and ask the signatories."""
    return await order.give_for(freeze)


@command(router, Sign)
async def sign(order: Ordered, body: SignatureRequest) -> Response:
    """Sign for the municipality; partners sign over their own link."""
    return await order.give(body.sign())


@command(router, SignOnBehalf)
async def sign_on_behalf(order: Ordered, body: BehalfRequest) -> Response:
    """Record a partner's acceptance, with the reason and the evidence."""
    file = await evidence(order.desk, order.partnership_id, body.file_id)
    return await order.give(body.sign_on_behalf(file))


@command(router, RecordSignatures)
async def record_signatures(order: Ordered, body: ElsewhereRequest) -> Response:
    """Record that the frozen text was signed elsewhere, by some or by everybody."""
    file = await evidence(order.desk, order.partnership_id, body.file_id)
    return await order.give(body.record(file))


@command(router, RevokeSignature)
async def revoke_signature(order: Ordered, body: RevocationRequest) -> Response:
    """Take a signature back before everybody has signed."""
    return await order.give(body.revoke())


@command(router, Decline)
async def decline(order: Ordered, body: RefusalRequest) -> Response:
    """Record that a party says no to the frozen text."""
    return await order.give(body.decline())


@command(router, Suspend)
async def suspend(order: Ordered, body: ReasonRequest) -> Response:
    """Let the agreement rest; its term stands still."""
    return await order.give(Suspend(body.reason))


@command(router, Resume)
async def resume(order: Ordered) -> Response:
    """Let the agreement apply again, its term moved by the days it rested."""
    return await order.give(Resume())


@command(router, Terminate)
async def terminate(order: Ordered, body: ReasonRequest) -> Response:
    """End the agreement before its term."""
    return await order.give(Terminate(body.reason))
