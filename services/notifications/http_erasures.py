"""Routes for erasing a contact, and for the records of what was erased."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from fastapi import Request as HttpRequest
from pydantic import Field

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import staff
from chassis.pages import Page, Paging, link_next, paged, paging
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from chassis.shapes import Late
from chassis.wire import Request
from services.notifications import contacts, erasing
from services.notifications.contacts import By
from services.notifications.desk import Desk
from services.notifications.erasing import Erasure, Why

ROUTER = Router(tags=["contacts"])
AtDesk = Annotated[Desk, Depends(resident(Desk))]
_ERASERS = Depends(staff("manager", "admin"))


class Erasing(Request):
    """Why a contact is erased."""

    reason: Why


class ErasureView(Late):
    """That a contact was erased: an id, and nothing of who it was."""

    contact_id: UUID
    erased_at: datetime
    erased_by: str = Field(description="staff:<subject>")
    reason: str


@ROUTER.post(
    "/contacts/{contact_id}/erase",
    response_model=ErasureView,
    dependencies=[_ERASERS],
    responses=problems(401, 403, 404, 409, 412),
)
async def erase_contact(
    contact_id: UUID,
    erasing_asked: Erasing,
    desk: AtDesk,
    asked: Annotated[Asked, Depends(asking)],
) -> Response:
    """Erase who a contact is, for good; a repeat gets the record of the first time."""

    async def work(connection: Connection) -> Answer:
        contact = await contacts.locked(connection, contact_id)
        if contact is None:
            earlier = await erasing.erasure(connection, contact_id)
            if earlier is None:
                raise Problem("not_found")
            return Answer(200, _view(earlier))
        asked.require(contact.version)
        references = await erasing.in_force(connection, contact_id)
        if references:
            raise Problem("contact_in_force", references=references)
        by = By(asked.actor, desk.clock.now(), asked.correlation_id)
        erasure = await erasing.erase(connection, contact, erasing_asked.reason, by)
        return Answer(200, _view(erasure))

    return await once(desk.database, asked, work)


@ROUTER.get(
    "/contact-erasures", dependencies=[_ERASERS], responses=problems(400, 401, 403)
)
async def list_erasures(
    http_request: HttpRequest,
    response: Response,
    desk: AtDesk,
    asked: Annotated[Paging, Depends(paging)],
) -> Page[ErasureView]:
    """List which contacts were erased, by whom and why; the newest first."""
    async with desk.database.reading() as connection:
        rows = await erasing.erasures(connection, asked)
    page = paged(
        rows, asked, key=lambda row: (row.erased_at, row.contact_id), show=_view
    )
    link_next(http_request, response, page)
    return page


def _view(erasure: Erasure) -> ErasureView:
    return ErasureView(**asdict(erasure))
