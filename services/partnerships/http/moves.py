"""Running partnerships and a newer version of their kind: planned, applied, undone."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request, Response

from chassis.answers import Answer
from chassis.asking import once
from chassis.auth import Principal, staff
from chassis.decider import Refusal
from chassis.languages import preferred
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.postgres import Connection
from chassis.problems import Problem, Problems, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late, adapter
from services.partnerships import definitions, moves, relocating
from services.partnerships.desk import Desk
from services.partnerships.domain.kinds import Kind
from services.partnerships.domain.moving import Fit, Verdict
from services.partnerships.domain.states import status
from services.partnerships.handling import Occasion, Standing
from services.partnerships.http.editing import At, Edited, Which
from services.partnerships.http.ordering import occasion
from services.partnerships.http.requests_move import MoveRequest, UndoRequest
from services.partnerships.http.requests_proposal import KEY_PATTERN
from services.partnerships.moves import Move
from services.partnerships.relocating import Chosen

router = Router(prefix="/kinds", tags=["kinds"])

_VERSION = "/{key}/versions/{version}"
_ADMIN = [Depends(staff("admin"))]
Key = Annotated[str, Path(pattern=KEY_PATTERN)]


class ReasonView(Late):
    """What stands in the way, or what is asked for in addition."""

    code: str
    detail: str
    facts: dict[str, str | int | list[str]]


class PlannedView(Late):
    """How one partnership fits the newer version."""

    partnership_id: UUID
    reference: str
    status: str
    kind_version: int
    verdict: Verdict
    reasons: list[ReasonView]


@router.get(
    _VERSION + "/plan",
    dependencies=_ADMIN,
    responses=problems(400, 401, 403, 404),
)
async def plan_move(
    at: Which,
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
    principal: Annotated[Principal, Depends(staff("admin"))],
) -> Page[PlannedView]:
    """List the running partnerships under earlier versions, and how each would fit."""
    last = asked.after(tuple[UUID])
    asking = Occasion(principal.actor, principal.roles, desk.clock.now())
    async with desk.database.reading() as connection:
        kind = await _out(connection, at)
        ids = await moves.running(
            connection, at.key, at.version, last[0] if last else None, asked.fetch
        )
        found = await relocating.plan(connection, kind, ids, asking)
    page = paged(
        sorted(found, key=lambda one: one[0].id),
        asked,
        key=lambda one: (one[0].id,),
        show=lambda one: _planned(*one, request),
    )
    link_next(request, response, page)
    return page


@router.post(
    _VERSION + "/moves",
    status_code=201,
    response_model=Move,
    dependencies=_ADMIN,
    responses=problems(401, 403, 404, 409),
)
async def apply_move(body: MoveRequest, at: Which, edit: Edited) -> Response:
    """Move the chosen partnerships to this version: all of them, or none."""
    chosen = [Chosen(one.partnership_id, one.data()) for one in body.partnerships]
    move_id = edit.desk.new_id()

    async def work(connection: Connection) -> Answer:
        kind = await _out(connection, at)
        move = await relocating.apply(
            connection, kind, move_id, chosen, occasion(edit.desk, edit.asked)
        )
        return _answer(move, 201)

    return await once(edit.desk.database, edit.asked, work)


@router.get(
    "/{key}/moves/{move_id}", dependencies=_ADMIN, responses=problems(401, 403, 404)
)
async def get_move(
    key: Key, move_id: UUID, desk: Annotated[Desk, Depends(resident(Desk))]
) -> Move:
    """Return a move with the partnerships that it was about."""
    async with desk.database.reading() as connection:
        return await _read(connection, key, move_id)


@router.post(
    "/{key}/moves/{move_id}/undo",
    response_model=Move,
    dependencies=_ADMIN,
    responses=problems(401, 403, 404, 409),
)
async def undo_move(
    body: UndoRequest, key: Key, move_id: UUID, edit: Edited
) -> Response:
    """Move partnerships back to the versions they came from: all of them, or none."""

    async def work(connection: Connection) -> Answer:
        move = await _read(connection, key, move_id)
        asking = occasion(edit.desk, edit.asked)
        await relocating.undo(connection, move, body.partnerships, asking)
        return _answer(await _read(connection, key, move_id), 200)

    return await once(edit.desk.database, edit.asked, work)


async def _out(connection: Connection, at: At) -> Kind:
    definition = await definitions.version(connection, at.key, at.version)
    if definition is None or definition.kind.publication == "draft":
        raise Problem("not_found")
    return definition.kind


async def _read(connection: Connection, key: str, move_id: UUID) -> Move:
    move = await moves.read(connection, key, move_id)
    if move is None:
        raise Problem("not_found")
    return move


def _answer(move: Move, code: int) -> Answer:
    location = f"/v1/kinds/{move.kind}/moves/{move.id}"
    return Answer(code, adapter(Move).dump_python(move, mode="json"), location=location)


def _planned(standing: Standing, found: Fit, request: Request) -> PlannedView:
    case = standing.case
    return PlannedView(
        partnership_id=standing.id,
        reference=case.reference,
        status=status(standing.state),
        kind_version=case.kind_version,
        verdict=found.verdict,
        reasons=[_reason(one, request) for one in found.reasons],
    )


def _reason(refusal: Refusal, request: Request) -> ReasonView:
    answers: Problems = request.app.state.problems
    language = preferred(request.headers.get("accept-language"))
    detail = answers.told(refusal, language)
    return ReasonView(code=refusal.code, detail=detail, facts=dict(refusal.facts))
