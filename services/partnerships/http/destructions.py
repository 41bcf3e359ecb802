"""Destroying a case whose time is up: one proposes, another confirms, a record is left."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import AwareDatetime, Field

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import staff
from chassis.clock import civil_date
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.wire import Request as Body
from chassis.wire import ShortText
from services.partnerships import destructions, store
from services.partnerships.desk import Desk
from services.partnerships.destructions import Destruction
from services.partnerships.domain.retention import Kept, bar
from services.partnerships.http.retention import known

router = Router(tags=["retention"])
AtDesk = Annotated[Desk, Depends(resident(Desk))]
Writing = Annotated[Asked, Depends(asking)]
_PROPOSERS = Depends(staff("case_officer", "manager"))
_CONFIRMERS = Depends(staff("manager"))
_READERS = Depends(staff("case_officer", "manager", "admin"))


class ProposalOfDestruction(Body):
    """Why a case is destroyed; it stays in the record, so it names nobody."""

    reason: ShortText


class DestructionView(Late):
    """A destruction that is proposed, or the record of one that was carried out."""

    id: UUID
    partnership_id: UUID
    reference: str
    kind: str
    kind_version: int
    outcome: str
    closed_on: date
    due_on: date
    reason: str
    proposed_by: str
    proposed_at: AwareDatetime
    status: Literal["proposed", "withdrawn", "destroyed"]
    settled_by: str | None = Field(description="Who confirmed or withdrew it.")
    settled_at: AwareDatetime | None
    last_version: int | None = Field(description="How many events there were.")
    head: str | None = Field(description="Hex, the hash of the last event.")
    counts: dict[str, int] | None = Field(description="Rows that went, by table.")
    files: list[str] | None = Field(description="Hex SHA-256 of the files that went.")
    disclosures: list[str] | None = Field(
        description="Hex SHA-256 of what had been disclosed."
    )


@router.post(
    "/partnerships/{partnership_id}/propose-destruction",
    status_code=201,
    response_model=DestructionView,
    dependencies=[_PROPOSERS],
    responses=problems(400, 401, 403, 404, 409, 410),
)
async def propose_destruction(
    partnership_id: UUID, body: ProposalOfDestruction, desk: AtDesk, asked: Writing
) -> Response:
    """Propose that a closed case whose time is up is destroyed."""

    async def work(connection: Connection) -> Answer:
        await store.lock(connection, partnership_id)
        kept = await known(connection, partnership_id)
        due_on = _due(kept, civil_date(desk.clock.now()))
        if kept.destruction_id is not None:
            raise Problem(
                "destruction_proposed", destruction_id=str(kept.destruction_id)
            )
        new = Destruction(
            id=desk.new_id(),
            partnership_id=kept.id,
            reference=kept.reference,
            kind=kept.kind,
            kind_version=kept.kind_version,
            outcome=kept.outcome or "",
            closed_on=kept.closed_on,
            due_on=due_on,
            reason=body.reason,
            proposed_by=asked.actor,
            proposed_at=desk.clock.now(),
        )
        await destructions.propose(connection, new)
        return Answer(201, _view(new), location=f"/v1/destructions/{new.id}")

    return await once(desk.database, asked, work)


@router.post(
    "/destructions/{destruction_id}/confirm",
    response_model=DestructionView,
    dependencies=[_CONFIRMERS],
    responses=problems(400, 401, 403, 404, 409),
)
async def confirm_destruction(
    destruction_id: UUID, desk: AtDesk, asked: Writing
) -> Response:
    """Destroy the case for good; by another than the one who proposed it."""

    async def work(connection: Connection) -> Answer:
        proposed = await _open(connection, destruction_id)
        if proposed.proposed_by == asked.actor:
            raise Problem("destruction_is_own")
        await store.lock(connection, proposed.partnership_id)
        now = desk.clock.now()
        _due(await known(connection, proposed.partnership_id), civil_date(now))
        await destructions.destroy(connection, proposed, asked.actor, now)
        return Answer(200, _view(await _read(connection, destruction_id)))

    return await once(desk.database, asked, work)


@router.post(
    "/destructions/{destruction_id}/withdraw",
    response_model=DestructionView,
    dependencies=[_PROPOSERS],
    responses=problems(400, 401, 403, 404, 409),
)
async def withdraw_destruction(
    destruction_id: UUID, desk: AtDesk, asked: Writing
) -> Response:
    """Let a case be that was to be destroyed."""

    async def work(connection: Connection) -> Answer:
        await _open(connection, destruction_id)
        now = desk.clock.now()
        await destructions.withdraw(connection, destruction_id, asked.actor, now)
        return Answer(200, _view(await _read(connection, destruction_id)))

    return await once(desk.database, asked, work)


@router.get("/destructions", dependencies=[_READERS], responses=problems(400, 401, 403))
async def list_destructions(
    request: Request,
    response: Response,
    desk: AtDesk,
    asked: Annotated[Paging, Depends(paging)],
) -> Page[DestructionView]:
    """List what was proposed and what was destroyed, the newest first."""
    async with desk.database.reading() as connection:
        rows = await destructions.destructions(connection, asked)
    page = paged(rows, asked, key=lambda row: (row.proposed_at, row.id), show=_view)
    link_next(request, response, page)
    return page


@router.get(
    "/destructions/{destruction_id}",
    dependencies=[_READERS],
    responses=problems(401, 403, 404),
)
async def get_destruction(destruction_id: UUID, desk: AtDesk) -> DestructionView:
    """Return a destruction: what was proposed, or the record that is left."""
    async with desk.database.reading() as connection:
        return _view(await _read(connection, destruction_id))


def _due(kept: Kept, today: date) -> date:
    found = bar(kept, today)
    if found is not None:
        raise Problem(found, due_on=str(kept.due_on))
    return kept.due_on or today


async def _open(connection: Connection, destruction_id: UUID) -> Destruction:
    found = await destructions.locked(connection, destruction_id)
    if found is None:
        raise Problem("not_found")
    if found.status != "proposed":
        raise Problem("destruction_settled", settled=found.status)
    return found


async def _read(connection: Connection, destruction_id: UUID) -> Destruction:
    found = await destructions.read(connection, destruction_id)
    if found is None:
        raise Problem("not_found")
    return found


def _view(destruction: Destruction) -> DestructionView:
    return DestructionView.model_validate(destruction, from_attributes=True)
