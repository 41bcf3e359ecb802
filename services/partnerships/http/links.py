"""A link that was sent can be withdrawn before it is used."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from chassis.answers import Answer
from chassis.asking import Asked, asking, once
from chassis.auth import staff
from chassis.links import revoke
from chassis.postgres import Connection
from chassis.problems import problems
from chassis.service import resident
from services.partnerships.desk import Desk

router = APIRouter(prefix="/links", tags=["partners"])


class RevokedView(BaseModel):
    """A link that opens nothing any more."""

    link_id: UUID


@router.post(
    "/{link_id}/revoke",
    response_model=RevokedView,
    responses=problems(400, 401, 403),
    dependencies=[Depends(staff("manager"))],
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
