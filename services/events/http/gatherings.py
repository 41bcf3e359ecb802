"""Gatherings as they are proposed, listed and read."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime

from chassis.asking import Asked, asking
from chassis.auth import staff
from chassis.deciding import Decided
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from services.events import queries
from services.events.calendar import entry
from services.events.desk import Desk
from services.events.domain.commands import Propose
from services.events.domain.gathering import GatheringType, Subject
from services.events.domain.overview import Status
from services.events.domain.refusals import refused
from services.events.handling import Standing, nothing_yet
from services.events.http.requests import ProposeRequest
from services.events.http.views import GatheringSummary, GatheringView, decided, view
from services.events.store import PostgresWork

router = Router(prefix="/gatherings", tags=["gatherings"])

AtDesk = Annotated[Desk, Depends(resident(Desk))]
_READERS = Depends(staff("reader"))


@router.post(
    "",
    status_code=201,
    response_model=GatheringView,
    responses=problems(400, 401, 403, 409),
    dependencies=[Depends(staff("case_officer", "manager"))],
)
async def propose(
    body: ProposeRequest, desk: AtDesk, asked: Annotated[Asked, Depends(asking)]
) -> Response:
    """Propose a gathering; the contacts of its partnership are suggested to invite."""
    gathering_id = desk.new_id()

    async def begin() -> Decided[Standing]:
        suggested = await _suggested(desk, body.partnership_id)
        subject = Subject(body.type, body.partnership_id, body.title, suggested)
        occasion = desk.occasion(asked.actor)
        place = f"/v1/gatherings/{gathering_id}"
        nothing = nothing_yet(gathering_id)
        return decided(nothing, Propose(subject), occasion, 201, place)

    return await desk.decisions.begin(asked, gathering_id, begin)


@router.get("", responses=problems(400, 401, 403), dependencies=[_READERS])
async def list_gatherings(  # noqa: PLR0913, PLR0917 - a parameter for each filter
    request: Request,
    response: Response,
    desk: AtDesk,
    asked: Annotated[Paging, Depends(paging)],
    partnership_id: UUID | None = None,
    gathering_type: Annotated[GatheringType | None, Query(alias="type")] = None,
    status: Annotated[Status | None, Query()] = None,
) -> Page[GatheringSummary]:
    """List gatherings, the last proposed first."""
    filters = queries.Filters(partnership_id, gathering_type, status)
    async with desk.database.reading() as connection:
        rows = await queries.gatherings(
            connection, filters, asked.after(tuple[AwareDatetime, UUID]), asked.fetch
        )
    page = paged(
        rows,
        asked,
        key=lambda row: (row.proposed_at, row.id),
        show=lambda row: GatheringSummary.model_validate(row, from_attributes=True),
    )
    link_next(request, response, page)
    return page


@router.get(
    "/{gathering_id}.ics",
    response_class=Response,
    responses={
        **problems(401, 403, 404, 409),
        200: {"content": {"text/calendar": {"schema": {"type": "string"}}}},
    },
    dependencies=[_READERS],
)
async def get_calendar_entry(gathering_id: UUID, desk: AtDesk) -> Response:
    """Return the entry for a calendar, once there is a time and a place."""
    seen = (await _standing(desk, gathering_id)).seen
    if seen.slot is None:
        raise refused("not_scheduled")
    text = entry(
        "CANCEL" if seen.status == "cancelled" else "PUBLISH",
        gathering_id,
        seen.subject,
        seen.slot,
        sequence=seen.sequence,
        at=desk.clock.now(),
        organizer=desk.organizer,
    )
    return Response(text, media_type="text/calendar")


@router.get(
    "/{gathering_id}", responses=problems(401, 403, 404), dependencies=[_READERS]
)
async def get_gathering(
    gathering_id: UUID, response: Response, desk: AtDesk
) -> GatheringView:
    """Return a gathering as it stands, with its version as ETag."""
    standing = await _standing(desk, gathering_id)
    response.headers["ETag"] = f'"{standing.version}"'
    return view(standing)


async def _standing(desk: Desk, gathering_id: UUID) -> Standing:
    async with desk.database.reading() as connection:
        standing = await PostgresWork(connection).load(gathering_id)
    if standing.version == 0:
        raise refused("gathering_unknown")
    return standing


async def _suggested(desk: Desk, partnership_id: UUID | None) -> tuple[UUID, ...]:
    if partnership_id is None:
        return ()
    async with desk.database.reading() as connection:
        known = await queries.partnership(connection, partnership_id)
    if known is None:
        raise Problem("partnership_unknown")
    if known.ended_on is not None:
        raise Problem("partnership_ended")
    return known.contacts
