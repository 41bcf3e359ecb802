"""Links that partners were sent: which are open, and how one is revoked."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime, Field

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import staff
from chassis.links import revoke
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from services.partnerships import files
from services.partnerships.desk import Desk
from services.partnerships.links import issued

router = Router(tags=["partners"], dependencies=[Depends(staff("manager"))])


class IssuedLinkView(Late):
    """A link that a contact was sent; its token is kept by nobody."""

    id: UUID = Field(description="POST /v1/links/{id}/revoke.")
    purpose: str = Field(description="sign, vote, statement, confirm or declare.")
    detail: dict[str, str] = Field(
        description="What exactly it is for, e.g. agreement_version or review_id."
    )
    contact_id: UUID
    organisation_id: UUID | None = Field(description="Whom the contact acts for.")
    issued_at: AwareDatetime
    expires_at: AwareDatetime
    used_at: AwareDatetime | None
    revoked_at: AwareDatetime | None
    open: bool = Field(description="Neither used nor revoked nor expired.")


class RevokedView(Late):
    """A link that opens nothing any more."""

    link_id: UUID


@router.get(
    "/partnerships/{partnership_id}/links", responses=problems(400, 401, 403, 404)
)
async def list_links(
    partnership_id: UUID,
    request: Request,
    response: Response,
    desk: Annotated[Desk, Depends(resident(Desk))],
    asked: Annotated[Paging, Depends(paging)],
    *,
    only_open: Annotated[
        bool, Query(alias="open", description="Only those that still open something.")
    ] = False,
) -> Page[IssuedLinkView]:
    """List the links that partners were sent to act on a partnership, newest first."""
    async with desk.database.reading() as connection:
        if not await files.known(connection, partnership_id):
            raise Problem("not_found")
        rows = await issued(
            connection,
            partnership_id,
            desk.clock.now(),
            only_open=only_open,
            before=asked.after(tuple[AwareDatetime, UUID]),
            limit=asked.fetch,
        )
    page = paged(
        rows,
        asked,
        key=lambda row: (row.issued_at, row.id),
        show=lambda row: IssuedLinkView.model_validate(row, from_attributes=True),
    )
    link_next(request, response, page)
    return page


@router.post(
    "/links/{link_id}/revoke",
    response_model=RevokedView,
    responses=problems(400, 401, 403),
)
async def revoke_link(
    link_id: UUID,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Response:
    """Withdraw a link, used or not; again makes no difference."""

    async def work(connection: Connection) -> Answer:
        await revoke(connection, link_id, desk.clock.now())
        return Answer(200, {"link_id": str(link_id)})

    return await once(desk.database, asked, work)
