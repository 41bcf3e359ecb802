"""The commands of staff on one gathering."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends, Response

from chassis.asking import Asked, asking
from chassis.auth import staff
from chassis.deciding import Decided
from chassis.ids import derived_id
from chassis.problems import problems
from chassis.routing import Router
from chassis.service import resident
from services.events.desk import Desk
from services.events.domain.commands import (
    Cancel,
    Command,
    Invite,
    RecordAttendance,
    Reschedule,
    Schedule,
)
from services.events.domain.gathering import Invitation
from services.events.handling import Standing
from services.events.http.requests import (
    AttendanceRequest,
    InviteRequest,
    RescheduleRequest,
    ScheduleRequest,
)
from services.events.http.views import GatheringView, decided

router = Router(
    prefix="/gatherings",
    tags=["gatherings"],
    dependencies=[Depends(staff("case_officer", "manager"))],
)


class Route(Protocol):
    """Turns a function into the endpoint of a route, and returns it as it is."""

    def __call__[Endpoint: Callable[..., Awaitable[Response]]](
        self, endpoint: Endpoint, /
    ) -> Endpoint:
        """Register the endpoint."""
        ...


@dataclass(frozen=True, slots=True)
class Order:
    """A command on one gathering that a member of staff asks for."""

    desk: Desk
    asked: Asked
    gathering_id: UUID

    async def give(self, command: Command) -> Response:
        """Carry the command out and answer where the gathering then stands."""

        def decide(standing: Standing) -> Decided[Standing]:
            if standing.version:
                self.asked.require(standing.version)
            return decided(standing, command, self.desk.occasion(self.asked.actor))

        decisions = self.desk.decisions
        return await decisions.order(self.asked, self.gathering_id, decide)


async def ordering(
    gathering_id: UUID,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Order:
    """Read who asks for a command on which gathering (FastAPI dependency)."""
    return Order(desk, asked, gathering_id)


Ordered = Annotated[Order, Depends(ordering)]


def _command(name: str) -> Route:
    return router.post(
        f"/{{gathering_id}}/{name}",
        response_model=GatheringView,
        responses=problems(400, 401, 403, 404, 409, 412),
    )


@_command("schedule")
async def schedule(body: ScheduleRequest, order: Ordered) -> Response:
    """Set time and place while nobody is invited."""
    return await order.give(Schedule(body.slot()))


@_command("invite")
async def invite(body: InviteRequest, order: Ordered) -> Response:
    """Invite contacts; each gets the calendar entry and a link to answer."""
    invitations = tuple(
        Invitation(derived_id("invitation", order.gathering_id, contact), contact)
        for contact in body.contacts
    )
    return await order.give(Invite(invitations, body.answer_by))


@_command("reschedule")
async def reschedule(body: RescheduleRequest, order: Ordered) -> Response:
    """Move the gathering; everybody who is invited hears of it and is asked anew."""
    return await order.give(Reschedule(body.slot(), body.answer_by))


@_command("cancel")
async def cancel(order: Ordered) -> Response:
    """Call the gathering off; everybody who is invited hears of it."""
    return await order.give(Cancel())


@_command("record-attendance")
async def record_attendance(body: AttendanceRequest, order: Ordered) -> Response:
    """Record who came, from the beginning of the gathering on."""
    came = frozenset(body.contacts)
    return await order.give(RecordAttendance(came, body.extra_heads))
