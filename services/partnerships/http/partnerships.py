"""Partnerships as they are read: lists, one case, its agreements and its history."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response
from pydantic import AwareDatetime, Field

from chassis.auth import staff
from chassis.history import Recorded, verify
from chassis.languages import preferred
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from services.partnerships import queries
from services.partnerships.canonical import fingerprint
from services.partnerships.desk import Desk
from services.partnerships.domain.agreement import Change, Terms, text_of
from services.partnerships.domain.events import AgreementDrafted, Event
from services.partnerships.history import CODEC, HISTORY
from services.partnerships.http.absence import gone
from services.partnerships.http.filters import PartnershipFilters
from services.partnerships.http.unreached import told
from services.partnerships.http.views import PartnershipSummary, ReachedView, view
from services.partnerships.store import PostgresWork

router = Router(
    prefix="/partnerships",
    tags=["partnerships"],
    dependencies=[Depends(staff("reader"))],
)


class AgreementView(Late):
    """One version of the agreement, whole, with the hash of its canonical JSON."""

    version: int
    sha256: str
    terms: Terms
    change: Change | None = Field(description="Of the version that was in force.")


class EventView(Late):
    """One event of the history; with these fields anybody can check its hash."""

    version: int
    type: str
    data: dict[str, object]
    actor: str
    occurred_at: AwareDatetime
    hash: str = Field(description="Hex SHA-256 over the hash before and this event.")


class BreakView(Late):
    """A place where the history does not hold together."""

    version: int
    fault: str = Field(description="gap or altered.")


class VerificationView(Late):
    """Whether the history is the one that was written."""

    intact: bool
    events: int
    breaks: list[BreakView]


@router.get("", responses=problems(400, 401, 403))
async def list_partnerships(
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
    narrowed: Annotated[PartnershipFilters, Query()],
) -> Page[PartnershipSummary]:
    """List partnerships, newest first."""
    async with desk.database.reading() as connection:
        rows = await queries.partnerships(
            connection, narrowed.filters(), _last(asked), asked.fetch
        )
        if not rows and not await queries.says_something(connection, narrowed.q):
            raise Problem("nothing_to_search_for")
    page = paged(
        rows,
        asked,
        key=lambda row: (row.id,),
        show=lambda row: PartnershipSummary.model_validate(row, from_attributes=True),
    )
    link_next(request, response, page)
    return page


@router.get("/{partnership_id}", responses=problems(401, 403, 404, 410))
async def get_partnership(
    partnership_id: UUID,
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> ReachedView:
    """Return a partnership as it stands, and who could not be told something."""
    async with desk.database.reading() as connection:
        standing = await PostgresWork(connection).load(partnership_id)
        unreached = await queries.unreached(connection, partnership_id)
        shown = view(partnership_id, standing.version, standing.state)
        if shown is None:
            raise await gone(connection, partnership_id)
    language = preferred(request.headers.get("accept-language"))
    response.headers["Content-Language"] = language
    response.headers["ETag"] = f'"{standing.version}"'
    return ReachedView.model_construct(
        **dict(shown), unreached=[told(one, language) for one in unreached]
    )


@router.get("/{partnership_id}/agreements/{version}", responses=problems(401, 403, 404))
async def get_agreement(
    partnership_id: UUID,
    version: Annotated[int, Path(ge=1, le=2_147_483_647)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> AgreementView:
    """Return one version of the agreement as it was written."""
    for recorded in await _history(desk, partnership_id):
        event = recorded.event
        if isinstance(event, AgreementDrafted) and event.version == version:
            return AgreementView(
                version=version,
                sha256=fingerprint(text_of(event.terms, event.change)),
                terms=event.terms,
                change=event.change,
            )
    raise Problem("not_found")


@router.get("/{partnership_id}/history", responses=problems(400, 401, 403, 404))
async def get_history(
    partnership_id: UUID,
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
) -> Page[EventView]:
    """Return what happened, oldest first."""
    after = asked.after(tuple[int])
    behind = 0 if after is None else after[0]
    history = await _history(desk, partnership_id)
    rows = [one for one in history if one.version > behind][: asked.fetch]
    page = paged(rows, asked, key=lambda one: (one.version,), show=_shown)
    link_next(request, response, page)
    return page


@router.get(
    "/{partnership_id}/history/verification", responses=problems(401, 403, 404, 410)
)
async def verify_history(
    partnership_id: UUID, desk: Annotated[Desk, Depends(resident(Desk))]
) -> VerificationView:
    """Compute every hash of the history anew and tell where it differs."""
    async with desk.database.reading() as connection:
        events, breaks = await verify(connection, partnership_id)
        if not events:
            raise await gone(connection, partnership_id)
    return VerificationView(
        intact=not breaks,
        events=events,
        breaks=[BreakView(version=one.version, fault=one.fault) for one in breaks],
    )


async def _history(desk: Desk, partnership_id: UUID) -> list[Recorded[Event]]:
    async with desk.database.reading() as connection:
        history = await HISTORY.load(connection, partnership_id)
    if not history:
        raise Problem("not_found")
    return history


def _last(asked: Paging) -> UUID | None:
    last = asked.after(tuple[UUID])
    return None if last is None else last[0]


def _shown(recorded: Recorded[Event]) -> EventView:
    name, data = CODEC.encode(recorded.event)
    return EventView(
        version=recorded.version,
        type=name,
        data=data if isinstance(data, dict) else {},
        actor=recorded.actor,
        occurred_at=recorded.occurred_at,
        hash=recorded.hash.hex(),
    )
