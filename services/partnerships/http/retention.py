"""Retention: for how long cases are kept, what is due, and the bars on destroying."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query, Request, Response
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
from chassis.wire import Day, ShortText
from chassis.wire import Request as Body
from services.partnerships import retaining, store
from services.partnerships.desk import Desk
from services.partnerships.domain.retention import Kept, bar
from services.partnerships.http.absence import gone
from services.partnerships.retaining import Hold, Rule

router = Router(tags=["retention"])
AtDesk = Annotated[Desk, Depends(resident(Desk))]
Writing = Annotated[Asked, Depends(asking)]
_READERS = Depends(staff("case_officer", "manager", "admin"))
_HOLDERS = Depends(staff("manager"))
_RULERS = Depends(staff("admin"))


class RuleRequest(Body):
    """For how long cases are kept, counted from their last event."""

    kind: ShortText | None = Field(default=None, description="Null: every kind.")
    outcome: (
        Literal["withdrawn", "rejected", "completed", "expired", "terminated"] | None
    ) = Field(default=None, description="Null: every outcome.")
    years: Annotated[int, Field(ge=1, le=100)] | None = Field(
        description="Null: kept for ever."
    )
    reason: ShortText


class RuleView(Late):
    """A rule that applies; one that names more goes before one that names less."""

    kind: str | None
    outcome: str | None
    years: int | None = Field(description="Null: kept for ever.")
    set_by: str
    set_at: AwareDatetime
    reason: str


class HoldRequest(Body):
    """Why a hold is set or lifted."""

    reason: ShortText


class HoldView(Late):
    """A bar on destroying a case."""

    id: UUID
    reason: str
    set_by: str
    set_at: AwareDatetime
    lifted_by: str | None
    lifted_at: AwareDatetime | None
    lifted_because: str | None


class DueView(Late):
    """A closed case whose time is up, or will be."""

    id: UUID
    reference: str
    kind: str
    outcome: str | None = Field(description="Null while it is open.")
    closed_on: date = Field(description="The day of its last event.")
    years: int | None = Field(description="Null: kept for ever.")
    due_on: date | None = Field(description="From this day on it may be destroyed.")
    held: bool = Field(description="A hold bars it.")
    destruction_id: UUID | None = Field(description="One that was proposed.")


class RetentionView(DueView):
    """A case as retention sees it, with every hold there was."""

    bar: str | None = Field(description="What bars its destruction today: a code.")
    holds: list[HoldView]


@router.get("/retention/rules", dependencies=[_READERS], responses=problems(401, 403))
async def list_rules(desk: AtDesk) -> list[RuleView]:
    """Return the rules that apply, the most general first."""
    async with desk.database.reading() as connection:
        found = await retaining.rules(connection)
    return [RuleView.model_validate(one, from_attributes=True) for one in found]


@router.post(
    "/retention/rules",
    status_code=201,
    response_model=RuleView,
    dependencies=[_RULERS],
    responses=problems(400, 401, 403, 409),
)
async def set_rule(body: RuleRequest, desk: AtDesk, asked: Writing) -> Response:
    """Let a rule apply from now on, also to what is closed already."""
    now = desk.clock.now()
    rule = Rule(**body.model_dump(), set_by=asked.actor, set_at=now)

    async def work(connection: Connection) -> Answer:
        await retaining.set_rule(connection, rule)
        return Answer(201, RuleView.model_validate(rule, from_attributes=True))

    return await once(desk.database, asked, work)


@router.get(
    "/retention/due", dependencies=[_READERS], responses=problems(400, 401, 403)
)
async def list_due(
    request: Request,
    response: Response,
    desk: AtDesk,
    asked: Annotated[Paging, Depends(paging)],
    by: Annotated[Day | None, Query(description="Today, if left out.")] = None,
) -> Page[DueView]:
    """List the closed cases whose time is up by a day, the longest due first."""
    until = by or civil_date(desk.clock.now())
    after = asked.after(tuple[date, UUID])
    async with desk.database.reading() as connection:
        rows = await retaining.due(connection, until, after, asked.fetch)
    page = paged(
        rows,
        asked,
        key=lambda row: (row.due_on, row.id),
        show=lambda row: DueView.model_validate(row, from_attributes=True),
    )
    link_next(request, response, page)
    return page


@router.get(
    "/partnerships/{partnership_id}/retention",
    dependencies=[_READERS],
    responses=problems(401, 403, 404, 410),
)
async def get_retention(partnership_id: UUID, desk: AtDesk) -> RetentionView:
    """Tell until when a case is kept, and what bars its destruction."""
    async with desk.database.reading() as connection:
        return await _retention(connection, partnership_id, desk)


@router.post(
    "/partnerships/{partnership_id}/hold",
    response_model=RetentionView,
    dependencies=[_HOLDERS],
    responses=problems(400, 401, 403, 404, 409, 410),
)
async def set_hold(
    partnership_id: UUID, body: HoldRequest, desk: AtDesk, asked: Writing
) -> Response:
    """Bar the destruction of a case until the hold is lifted."""
    new = Hold(desk.new_id(), body.reason, asked.actor, desk.clock.now())

    async def work(connection: Connection) -> Answer:
        await store.lock(connection, partnership_id)
        if (await known(connection, partnership_id)).held:
            raise Problem("case_on_hold")
        await retaining.hold(connection, partnership_id, new)
        return Answer(200, await _retention(connection, partnership_id, desk))

    return await once(desk.database, asked, work)


@router.post(
    "/partnerships/{partnership_id}/lift-hold",
    response_model=RetentionView,
    dependencies=[_HOLDERS],
    responses=problems(400, 401, 403, 404, 409, 410),
)
async def lift_hold(
    partnership_id: UUID, body: HoldRequest, desk: AtDesk, asked: Writing
) -> Response:
    """Lift the hold of a case."""

    async def work(connection: Connection) -> Answer:
        await store.lock(connection, partnership_id)
        await known(connection, partnership_id)
        now = desk.clock.now()
        if not await retaining.lift(
            connection, partnership_id, asked.actor, now, body.reason
        ):
            raise Problem("case_not_on_hold")
        return Answer(200, await _retention(connection, partnership_id, desk))

    return await once(desk.database, asked, work)


async def known(connection: Connection, partnership_id: UUID) -> Kept:
    """Return a case as retention sees it; Problem if it is not there, or not any more."""
    kept = await retaining.kept(connection, partnership_id)
    if kept is None:
        raise await gone(connection, partnership_id)
    return kept


async def _retention(
    connection: Connection, partnership_id: UUID, desk: Desk
) -> RetentionView:
    kept = await known(connection, partnership_id)
    holds = await retaining.holds(connection, partnership_id)
    shown = DueView.model_validate(kept, from_attributes=True)
    return RetentionView(
        **shown.model_dump(),
        bar=bar(kept, civil_date(desk.clock.now())),
        holds=[HoldView.model_validate(one, from_attributes=True) for one in holds],
    )
