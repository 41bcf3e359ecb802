"""The case references of a kind and year, with what became of each number."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Request, Response
from pydantic import Field

from chassis.auth import staff
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.problems import problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from services.partnerships.desk import Desk
from services.partnerships.http.requests_proposal import KEY_PATTERN
from services.partnerships.references import Numbered, drawn

router = Router(
    prefix="/partnerships",
    tags=["partnerships"],
    dependencies=[Depends(staff("reader"))],
)


class NumberView(Late):
    """What became of one number."""

    number: int
    reference: str
    outcome: Literal["taken", "unused"] = Field(
        description="unused: no partnership has it. The command that drew it was "
        "refused, cut off, or is still under way; it is never given again."
    )
    partnership_id: UUID | None
    status: str | None = Field(description="Where the partnership stands.")


@router.get("/references/{kind}/{year}", responses=problems(400, 401, 403))
async def list_references(
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
    kind: Annotated[str, Path(pattern=KEY_PATTERN)],
    year: Annotated[int, Path(ge=2000, le=9999)],
) -> Page[NumberView]:
    """List every number of a kind and year, with the partnership that has it."""
    after = asked.after(tuple[int]) or (0,)
    async with desk.database.reading() as connection:
        rows = await drawn(connection, kind, year, after[0], asked.fetch)
    page = paged(rows, asked, key=lambda row: (row.number,), show=_shown)
    link_next(request, response, page)
    return page


def _shown(row: Numbered) -> NumberView:
    return NumberView(
        number=row.number,
        reference=row.reference,
        outcome="unused" if row.partnership_id is None else "taken",
        partnership_id=row.partnership_id,
        status=row.status,
    )
