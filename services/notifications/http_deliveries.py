"""Routes for deliveries: who was told what, who was not, and why."""

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
from services.notifications import ledger, queries, settling
from services.notifications.contacts import By
from services.notifications.desk import Desk
from services.notifications.domain.delivery import How, State
from services.notifications.queries import Delivery, Filters

ROUTER = Router(prefix="/deliveries", tags=["deliveries"])
AtDesk = Annotated[Desk, Depends(resident(Desk))]
_WRITERS = Depends(staff("case_officer", "manager", "admin"))
_READERS = Depends(staff("reader"))


class DeliveryView(Late):
    """One message for one person, and how far it got."""

    id: UUID
    contact_id: UUID
    partnership_id: UUID | None
    message_id: UUID = Field(description="The event message that is told.")
    fact: str = Field(description="What is told, e.g. ballot-opened.")
    state: State
    reason: str | None = Field(description="Why it failed: a stable code.")
    attempts: int
    next_attempt_at: datetime
    created_at: datetime
    settled_at: datetime | None = Field(description="When staff saw to it otherwise.")
    settled_by: str | None = Field(description="staff:<subject>")
    settled_how: How | None


class AttemptView(Late):
    """One attempt to deliver."""

    number: int
    at: datetime
    outcome: str = Field(description="accepted, deferred, refused, unreachable...")
    code: int | None = Field(description="What the mail server answered, if it did.")
    repeat: bool = Field(description="The letter said that it may be a repeat.")


class DeliveryDetail(DeliveryView):
    """A delivery with every attempt."""

    history: list[AttemptView]


class Settling(Request):
    """How it was seen to that a contact was not told; a code, for words may name them."""

    how: How


async def filtering(
    contact_id: UUID | None = None,
    partnership_id: UUID | None = None,
    state: State | None = None,
) -> Filters:
    """Read which deliveries a caller asks for (FastAPI dependency)."""
    return Filters(contact_id, partnership_id, state)


@ROUTER.get("", dependencies=[_READERS], responses=problems(400, 401, 403))
async def list_deliveries(
    http_request: HttpRequest,
    response: Response,
    desk: AtDesk,
    asked: Annotated[Paging, Depends(paging)],
    filters: Annotated[Filters, Depends(filtering)],
) -> Page[DeliveryView]:
    """List deliveries, the newest first."""
    async with desk.database.reading() as connection:
        rows = await queries.deliveries(connection, filters, asked)
    page = paged(rows, asked, key=lambda row: (row.created_at, row.id), show=_view)
    link_next(http_request, response, page)
    return page


@ROUTER.get(
    "/{delivery_id}", dependencies=[_READERS], responses=problems(401, 403, 404)
)
async def read_delivery(delivery_id: UUID, desk: AtDesk) -> DeliveryDetail:
    """Return a delivery with every attempt."""
    async with desk.database.reading() as connection:
        return await _detail(connection, delivery_id)


@ROUTER.post(
    "/{delivery_id}/retry",
    response_model=DeliveryDetail,
    dependencies=[_WRITERS],
    responses=problems(401, 403, 404, 409, 410),
)
async def retry_delivery(
    delivery_id: UUID, desk: AtDesk, asked: Annotated[Asked, Depends(asking)]
) -> Response:
    """Try a delivery again that was given up, as if it had just become due."""

    async def work(connection: Connection) -> Answer:
        if not await ledger.retry(connection, delivery_id, desk.clock.now()):
            detail = await _unsettled(connection, delivery_id)
            if detail.reason == "contact_erased":
                raise Problem("contact_erased")
            raise Problem("delivery_not_failed", state=detail.state)
        return Answer(200, await _detail(connection, delivery_id))

    return await once(desk.database, asked, work)


@ROUTER.post(
    "/{delivery_id}/settle",
    response_model=DeliveryDetail,
    dependencies=[_WRITERS],
    responses=problems(401, 403, 404, 409),
)
async def settle_delivery(
    delivery_id: UUID,
    settled: Settling,
    desk: AtDesk,
    asked: Annotated[Asked, Depends(asking)],
) -> Response:
    """Say how it was seen to that a contact was not told; nothing is sent any more."""

    async def work(connection: Connection) -> Answer:
        by = By(asked.actor, desk.clock.now(), asked.correlation_id)
        if not await settling.settle(connection, delivery_id, settled.how, by):
            detail = await _unsettled(connection, delivery_id)
            raise Problem("delivery_not_unreached", state=detail.state)
        return Answer(200, await _detail(connection, delivery_id))

    return await once(desk.database, asked, work)


async def _unsettled(connection: Connection, delivery_id: UUID) -> DeliveryDetail:
    """Return a delivery of which there is more to say than that it is settled."""
    detail = await _detail(connection, delivery_id)
    if detail.state == "settled":
        raise Problem("delivery_settled")
    return detail


async def _detail(connection: Connection, delivery_id: UUID) -> DeliveryDetail:
    delivery = await queries.delivery(connection, delivery_id)
    if delivery is None:
        raise Problem("not_found")
    attempts = await queries.attempts(connection, delivery_id)
    return DeliveryDetail(
        **asdict(delivery),
        history=[AttemptView(**asdict(attempt)) for attempt in attempts],
    )


def _view(delivery: Delivery) -> DeliveryView:
    return DeliveryView(**asdict(delivery))
