"""A partner's link: the page to read and answer, and the answer itself.

Browsers get pages, programs get JSON. A link is used up in the transaction of what
it was used for, so that a refused answer leaves it open.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.responses import JSONResponse, Response

from chassis.asking import Answer, Asked, IdempotencyKey, fingerprint, once
from chassis.auth import Principal
from chassis.correlation import correlation_id
from chassis.decider import Refusal
from chassis.history import Conflict
from chassis.invalid import field_errors
from chassis.languages import Language, preferred
from chassis.links import Link, require_open, spend
from chassis.postgres import Connection, Unavailable
from chassis.problems import Problem, Problems, as_problem, problems
from chassis.service import resident
from services.partnerships import queries
from services.partnerships.desk import Desk
from services.partnerships.domain.commands import Command
from services.partnerships.handling import Occasion, Standing, handle, standing_of
from services.partnerships.http import partner_pages
from services.partnerships.http.partner_views import (
    PartnerView,
    Visit,
    party_of,
    review_to_state,
    seen,
    text_to_sign,
)
from services.partnerships.http.requests_partner import (
    REQUESTS,
    PartnerRequest,
    from_form,
)
from services.partnerships.store import PostgresWork

router = APIRouter(prefix="/partner", tags=["partners"])

type Answering = Callable[[], Awaitable[Response]]


class DoneView(BaseModel):
    """What a partner's answer came to."""

    done: str
    reference: str


@router.get(
    "/{token}",
    response_model=PartnerView,
    responses={**problems(403, 404, 409, 410), 200: {"content": {"text/html": {}}}},
)
async def read(
    token: str, request: Request, desk: Annotated[Desk, Depends(resident(Desk))]
) -> Response:
    """Show what the link is about, with the form to answer."""

    async def answering() -> Response:
        link = _link(desk, token)
        visit = await _visit(desk, link)
        view = seen(visit)
        if _wants_page(request):
            return partner_pages.page_of(view, visit.kind, link.language)
        return JSONResponse(view.model_dump(mode="json"))

    return await _readable(request, desk, token, answering)


@router.post(
    "/{token}",
    response_model=DoneView,
    responses={
        **problems(400, 403, 404, 409, 410),
        200: {"content": {"text/html": {}}},
    },
)
async def act(
    token: str,
    request: Request,
    desk: Annotated[Desk, Depends(resident(Desk))],
    idempotency_key: Annotated[IdempotencyKey, Header()] = None,
) -> Response:
    """Sign or decline, vote, or give a statement; the link is then used up."""

    async def answering() -> Response:
        link = _link(desk, token)
        body = await _body(request, link)
        asked = Asked(
            principal=Principal(str(link.contact_id), kind="contact"),
            idempotency_key=idempotency_key,
            fingerprint=await fingerprint(request),
            if_match=None,
            correlation_id=correlation_id(),
        )
        return await _carry_out(request, desk, link, body, asked)

    return await _readable(request, desk, token, answering)


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
    if not _wants_page(request):
        return response
    done = DoneView.model_validate_json(bytes(response.body))
    return partner_pages.thanks(done.done, done.reference, link.language)


def _wish(standing: Standing, link: Link, body: PartnerRequest) -> Command:
    if standing.version == 0:
        raise Problem("not_found")
    match link.purpose:
        case "sign":
            text_to_sign(standing.state, link)
        case "statement":
            review_to_state(standing.state, link)
        case _:
            pass
    return body.command(party_of(link))


def _link(desk: Desk, token: str) -> Link:
    link = desk.links.read(token, "sign", "vote", "statement", now=desk.clock.now())
    party_of(link)
    return link


async def _visit(desk: Desk, link: Link) -> Visit:
    async with desk.database.reading() as connection:
        await require_open(connection, link)
        work = PostgresWork(connection)
        history = await work.load(link.subject_id)
        if not history:
            raise Problem("not_found")
        standing = standing_of(link.subject_id, history)
        case = standing.case
        parties = [party.organisation_id for party in case.proposal.parties]
        known = await queries.organisations_of(connection, parties)
        return Visit(
            link=link,
            standing=standing,
            kind=await work.kind(case.kind, case.kind_version),
            names={one.id: one.name for one in known.values()},
        )


async def _body(request: Request, link: Link) -> PartnerRequest:
    if _sends_json(request):
        try:
            sent: object = json.loads(await request.body())
        except ValueError as error:
            raise Problem("invalid_request") from error
    else:
        form = (await request.form()).multi_items()
        sent = from_form(link.purpose, {name: str(value) for name, value in form})
    try:
        return REQUESTS[link.purpose].validate_python(sent)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


async def _readable(
    request: Request, desk: Desk, token: str, answering: Answering
) -> Response:
    """Answer; to a browser a page also when it was not possible."""
    try:
        return await answering()
    except (Problem, Refusal, Conflict, Unavailable, RequestValidationError) as error:
        if not _wants_page(request):
            raise
        answers: Problems = request.app.state.problems
        language = _language(request, desk, token)
        errors = []
        problem = Problem("invalid_request")
        if isinstance(error, RequestValidationError):
            errors = field_errors(error.errors(), language)
        else:
            problem = as_problem(error)
        status = problem.status or answers.sentence(problem.code).status
        detail = answers.told(problem, language)
        response = partner_pages.refusal(detail, errors, language, status)
        response.headers.update(problem.headers)
        return response


def _language(request: Request, desk: Desk, token: str) -> Language:
    try:
        return _link(desk, token).language
    except Problem:
        return preferred(request.headers.get("accept-language"))


def _wants_page(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    if "text/html" in accepted:
        return True
    return "application/json" not in accepted and not _sends_json(request)


def _sends_json(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/json")
