"""The access log: who was shown a case, and what was listed."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import AwareDatetime, Field

from chassis.auth import staff
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from services.partnerships import files
from services.partnerships.accesses import Access, accesses
from services.partnerships.desk import Desk

router = Router(tags=["access log"], dependencies=[Depends(staff("manager", "admin"))])
_RESPONSES = problems(400, 401, 403)


class AccessView(Late):
    """One answer that somebody got."""

    at: AwareDatetime
    actor: str = Field(description="staff:<subject> or contact:<id>.")
    route: str = Field(description="What was asked for.")
    partnership_id: UUID | None = Field(description="Null for a list.")
    asked: dict[str, str] = Field(description="The filters and words of the question.")
    shown: int | None = Field(description="How many a list showed.")
    correlation_id: str


@router.get(
    "/partnerships/{partnership_id}/access-log",
    responses=problems(400, 401, 403, 404),
)
async def get_access_log(
    partnership_id: UUID,
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
) -> Page[AccessView]:
    """Tell who was shown a partnership, the last one first."""
    async with desk.database.reading() as connection:
        if not await files.known(connection, partnership_id):
            raise Problem("not_found")
        rows = await accesses(connection, partnership_id, _last(asked), asked.fetch)
    return _page(rows, asked, request, response)


@router.get("/access-log", responses=_RESPONSES)
async def list_accesses(
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
) -> Page[AccessView]:
    """Tell who was shown anything, lists included, the last one first."""
    async with desk.database.reading() as connection:
        rows = await accesses(connection, None, _last(asked), asked.fetch)
    return _page(rows, asked, request, response)


def _last(asked: Paging) -> int | None:
    last = asked.after(tuple[int])
    return None if last is None else last[0]


def _page(
    rows: list[Access], asked: Paging, request: Request, response: Response
) -> Page[AccessView]:
    page = paged(
        rows,
        asked,
        key=lambda row: (row.id,),
        show=lambda row: AccessView.model_validate(row, from_attributes=True),
    )
    link_next(request, response, page)
    return page
