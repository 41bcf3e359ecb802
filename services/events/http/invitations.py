"""An invitation over its link: what it is about, and the answer, changed at will.

Unlike a link to sign, it is not used up: plans change until the day for answers.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.responses import JSONResponse, RedirectResponse, Response

from chassis.answers import Answer as Answered
from chassis.asking import Asked, IdempotencyKey, fingerprint, once
from chassis.auth import Principal
from chassis.correlation import correlation_id
from chassis.languages import Language, preferred
from chassis.links import Link
from chassis.postgres import Connection
from chassis.problems import Problem
from chassis.routing import Router
from chassis.service import resident
from chassis.visiting import (
    EXPECTED,
    PAGE,
    readable_problems,
    sent,
    trouble,
    wants_page,
)
from chassis.wire import Request as Body
from services.events.desk import Desk
from services.events.domain.commands import Answer
from services.events.domain.gathering import AnswerValue
from services.events.handling import handle
from services.events.http import invitation_pages
from services.events.http.invitation_pages import InvitedView, seen_by
from services.events.store import PostgresWork

router = Router(prefix="/invitation", tags=["invitations"])

type Answering = Callable[[], Awaitable[Response]]


class AnswerRequest(Body):
    """Whether one will come."""

    answer: AnswerValue


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": AnswerRequest.model_json_schema()}
            for kind in ("application/x-www-form-urlencoded", "application/json")
        },
    }
}


@router.get(
    "/{token}",
    response_model=InvitedView,
    responses={**readable_problems(403, 404, 409, 410), 200: {"content": PAGE}},
)
async def read(
    token: str, request: Request, desk: Annotated[Desk, Depends(resident(Desk))]
) -> Response:
    """Show what one is invited to, what one answered, and the form to answer."""

    async def answering() -> Response:
        link, _ = _link(desk, token)
        view = await _view(desk, link)
        if wants_page(request):
            return invitation_pages.invitation(view, link.language)
        return JSONResponse(view.model_dump(mode="json"))

    return await _readable(request, desk, token, answering)


@router.post(
    "/{token}",
    response_model=InvitedView,
    responses={
        **readable_problems(400, 403, 404, 409, 410),
        303: {"description": "To a browser: back to the page, which shows the answer."},
    },
    openapi_extra=_BODY,
)
async def answer(
    token: str,
    request: Request,
    desk: Annotated[Desk, Depends(resident(Desk))],
    idempotency_key: Annotated[IdempotencyKey, Header()] = None,
) -> Response:
    """Accept, decline or say perhaps; the last answer counts."""

    async def answering() -> Response:
        link, invitation_id = _link(desk, token)
        command = Answer(invitation_id, link.contact_id, await _answer(request))
        asked = Asked(
            principal=Principal(str(link.contact_id), kind="contact"),
            idempotency_key=idempotency_key,
            fingerprint=await fingerprint(request),
            if_match=None,
            correlation_id=correlation_id(),
        )

        async def work(connection: Connection) -> Answered:
            standing = await handle(
                PostgresWork(connection),
                link.subject_id,
                command,
                desk.occasion(link.actor),
            )
            view = seen_by(link.contact_id, standing, desk.clock.now())
            return Answered(200, view.model_dump(mode="json"))

        response = await once(desk.database, asked, work)
        if wants_page(request):
            return RedirectResponse(request.url.path, 303)
        return response

    return await _readable(request, desk, token, answering)


async def _view(desk: Desk, link: Link) -> InvitedView:
    async with desk.database.reading() as connection:
        standing = await PostgresWork(connection).load(link.subject_id)
    return seen_by(link.contact_id, standing, desk.clock.now())


def _link(desk: Desk, token: str) -> tuple[Link, UUID]:
    """The link, and the invitation that it answers."""
    link = desk.links.read(token, "answer", now=desk.clock.now())
    try:
        return link, UUID(link.detail["invitation_id"])
    except (KeyError, ValueError) as error:
        raise Problem("link_forged") from error


async def _answer(request: Request) -> AnswerValue:
    try:
        return AnswerRequest.model_validate(await sent(request)).answer
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
        return invitation_pages.refusal(trouble(request, error, language), language)


def _language(request: Request, desk: Desk, token: str) -> Language:
    try:
        return _link(desk, token)[0].language
    except Problem:
        return preferred(request.headers.get("accept-language"))
