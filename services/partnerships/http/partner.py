"""A partner's link: the page to read and answer, and the answer itself.

Browsers get pages, programs get JSON. A link is used up in the transaction of what
it was used for, so that a refused answer leaves it open.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.responses import JSONResponse, Response

from chassis.answers import Answer
from chassis.asking import Asked, IdempotencyKey, fingerprint, once
from chassis.auth import Principal
from chassis.correlation import correlation_id
from chassis.languages import Language, preferred
from chassis.links import Link, require_open, spend
from chassis.noticing import seen_by
from chassis.postgres import Connection
from chassis.problems import Problem
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.visiting import (
    EXPECTED,
    PAGE,
    readable_problems,
    sends_json,
    sent,
    trouble,
    wants_page,
)
from services.partnerships import queries
from services.partnerships.desk import Desk
from services.partnerships.domain.commands import Command
from services.partnerships.handling import Occasion, Standing, handle
from services.partnerships.http import partner_pages
from services.partnerships.http.documents import PDF, on_paper
from services.partnerships.http.partner_confirmations import text_to_confirm
from services.partnerships.http.partner_views import (
    PartnerView,
    SigningView,
    ballot_to_cast,
    review_to_state,
    seen,
    text_to_sign,
)
from services.partnerships.http.partner_visits import Visit, party_of, shown_to
from services.partnerships.http.requests_partner import (
    REQUESTS,
    PartnerRequest,
    documented,
    from_form,
)
from services.partnerships.store import PostgresWork

router = Router(prefix="/partner", tags=["partners"])

type Answering = Callable[[], Awaitable[Response]]


class DoneView(Late):
    """What a partner's answer came to."""

    done: str
    reference: str


@router.get(
    "/{token}",
    response_model=PartnerView,
    responses={**readable_problems(403, 404, 409, 410), 200: {"content": PAGE}},
)
async def read(
    token: str, request: Request, desk: Annotated[Desk, Depends(resident(Desk))]
) -> Response:
    """Show what the link is about, with the form to answer."""

    async def answering() -> Response:
        link = _link(desk, token)
        contact = Principal(str(link.contact_id), kind="contact")
        seen_by(request, contact, link.subject_id)
        visit = await _visit(desk, link)
        view = seen(visit)
        if wants_page(request):
            return partner_pages.page_of(view, visit.kind, link.language, token)
        return JSONResponse(view.model_dump(mode="json"))

    return await _readable(request, desk, token, answering)


@router.get(
    "/{token}/pdf",
    response_class=Response,
    responses={**readable_problems(403, 404, 409, 410), 200: {"content": PDF}},
)
async def read_on_paper(
    token: str, request: Request, desk: Annotated[Desk, Depends(resident(Desk))]
) -> Response:
    """Return the text that awaits a signature as PDF, while it does."""

    async def answering() -> Response:
        link = _link(desk, token)
        seen_by(
            request, Principal(str(link.contact_id), kind="contact"), link.subject_id
        )
        view = seen(await _visit(desk, link))
        if not isinstance(view, SigningView):
            raise Problem("link_forged")
        version = view.agreement_version
        return await on_paper(
            desk, link.subject_id, version, link.language, inside=False
        )

    return await _readable(request, desk, token, answering)


@router.post(
    "/{token}",
    response_model=DoneView,
    responses={**readable_problems(400, 403, 404, 409, 410), 200: {"content": PAGE}},
    openapi_extra={"requestBody": {"required": True, "content": documented()}},
)
async def act(
    token: str,
    request: Request,
    desk: Annotated[Desk, Depends(resident(Desk))],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Sign or decline, vote, confirm, or give a statement; the link is then used up."""

    async def answering() -> Response:
        link = _link(desk, token)
        body = await _body(request, link)
        asked = Asked(
            principal=Principal(str(link.contact_id), kind="contact"),
            idempotency_key=idempotency_key,
            fingerprint=await _fingerprint(request, link),
            if_match=None,
            correlation_id=correlation_id(),
        )
        return await _carry_out(request, desk, link, body, asked)

    return await _readable(request, desk, token, answering)


async def _fingerprint(request: Request, link: Link) -> str:
    """Tell two requests apart; not two votes, for yes and no are soon tried out."""
    return "secret" if link.purpose == "vote" else await fingerprint(request)


async def _carry_out(
    request: Request, desk: Desk, link: Link, body: PartnerRequest, asked: Asked
) -> Response:
    async def work(connection: Connection) -> Answer:
        now = desk.clock.now()
        await spend(connection, link, now)
        standing = await handle(
            PostgresWork(connection),
            link.subject_id,
            lambda standing: _wish(standing, link, body),
            Occasion(link.actor, frozenset({"contact"}), now),
        )
        done = DoneView(done=body.done, reference=standing.case.reference)
        return Answer(200, done.model_dump())

    response = await once(desk.database, asked, work)
    if not wants_page(request):
        return response
    done = DoneView.model_validate_json(bytes(response.body))
    return partner_pages.thanks(done.done, done.reference, link.language)


def _wish(standing: Standing, link: Link, body: PartnerRequest) -> Command:
    if standing.version == 0:
        raise Problem("not_found")
    match link.purpose:
        case "sign":
            text_to_sign(standing.state, link)
        case "vote":
            ballot_to_cast(standing.state, link)
        case "statement":
            review_to_state(standing.state, link)
        case "confirm":
            text_to_confirm(standing.state, link)
        case _:
            pass
    return body.command(link)


def _link(desk: Desk, token: str) -> Link:
    link = desk.links.read(token, *REQUESTS, now=desk.clock.now())
    party_of(link)
    return link


async def _visit(desk: Desk, link: Link) -> Visit:
    async with desk.database.reading() as connection:
        await require_open(connection, link)
        work = PostgresWork(connection)
        standing = await work.load(link.subject_id)
        if standing.version == 0:
            raise Problem("not_found")
        case = standing.case
        proposal = shown_to(link, standing)
        parties = [
            one.organisation_id for one in (*case.proposal.parties, *proposal.parties)
        ]
        known = await queries.organisations_of(connection, parties)
        return Visit(
            link=link,
            standing=standing,
            kind=await work.kind(case.kind, case.kind_version),
            proposal=proposal,
            names={one.id: one.name for one in known.values()},
        )


async def _body(request: Request, link: Link) -> PartnerRequest:
    body = await sent(request)
    if isinstance(body, dict) and not sends_json(request):
        body = from_form(link.purpose, body)
    try:
        return REQUESTS[link.purpose].validate_python(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


async def _readable(
    request: Request, desk: Desk, token: str, answering: Answering
) -> Response:
    """Answer; to a browser a page also when it was not possible."""
    try:
        return await answering()
    except EXPECTED as error:
        if not wants_page(request):
            raise
        language = _language(request, desk, token)
        return partner_pages.refusal(trouble(request, error, language), language)


def _language(request: Request, desk: Desk, token: str) -> Language:
    try:
        return _link(desk, token).language
    except Problem:
        return preferred(request.headers.get("accept-language"))
