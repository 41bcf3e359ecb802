"""How a command route works: who may, which version was meant, what is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Protocol, get_args
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from chassis.answers import Answer
from chassis.asking import Asked, asking
from chassis.auth import Role, staff
from chassis.commanding import CommandRoute, open_to
from chassis.deciding import Decided
from chassis.problems import Problem, problems
from chassis.routing import Router
from chassis.service import resident
from services.partnerships.desk import Desk
from services.partnerships.domain.commands import Command
from services.partnerships.domain.kinds import Kind
from services.partnerships.handling import Occasion, Standing, Wish, carry_out
from services.partnerships.http.views import PartnershipView, view


class Route(Protocol):
    """Turns a function into the endpoint of a route, and returns it as it is."""

    def __call__[Endpoint: Callable[..., Awaitable[Response]]](
        self, endpoint: Endpoint, /
    ) -> Endpoint:
        """Register the endpoint."""
        ...


INPUTS: dict[str, type[BaseModel]] = {}
"""What is sent with each command that takes something, by its name."""

_ROLES: tuple[Role, ...] = get_args(Role.__value__)


@dataclass(frozen=True, slots=True)
class Order:
    """A command on one partnership that a member of staff asks for."""

    desk: Desk
    asked: Asked
    partnership_id: UUID

    async def give(self, command: Command) -> Response:
        """Carry the command out and answer where the partnership then stands."""
        return await self.give_for(lambda _: command)

    async def give_for(self, wish: Wish) -> Response:
        """Carry out what is wished, which may depend on where the partnership stands."""

        def decide(standing: Standing) -> Decided[Standing]:
            if standing.version == 0:
                raise Problem("not_found")
            self.asked.require(standing.version)
            return decided(
                standing,
                wish(standing),
                self.desk.lookups.pinned(standing.case),
                occasion(self.desk, self.asked),
            )

        decisions = self.desk.decisions
        return await decisions.order(self.asked, self.partnership_id, decide)


async def ordering(
    partnership_id: UUID,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Order:
    """Read who asks for a command on which partnership (FastAPI dependency)."""
    return Order(desk, asked, partnership_id)


Ordered = Annotated[Order, Depends(ordering)]


def command(router: Router, command_type: type[Command]) -> Route:
    """Declare the route of a command, open to the staff roles that it names."""
    let_in = roles(command_type)

    def declare[Endpoint: Callable[..., Awaitable[Response]]](
        endpoint: Endpoint, /
    ) -> Endpoint:
        router.add_api_route(
            "/{partnership_id}/" + command_type.name,
            endpoint,
            methods=["POST"],
            response_model=PartnershipView,
            responses=problems(400, 401, 403, 404, 409, 412),
            dependencies=[Depends(staff(*let_in))],
            route_class_override=CommandRoute,
        )
        route = open_to(router, let_in, _order)
        if route.body is not None:
            INPUTS[command_type.name] = route.body
        return endpoint

    return declare


def _order(request: Request, asked: Asked, partnership_id: UUID) -> Order:
    desk: Desk = request.app.state.residents[Desk]
    return Order(desk, asked, partnership_id)


def roles(command_type: type[Command]) -> tuple[Role, ...]:
    """The staff roles that may ask for a command."""
    return tuple(role for role in _ROLES if role in command_type.roles)


def occasion(desk: Desk, asked: Asked) -> Occasion:
    """Who asks, as the domain knows them."""
    principal = asked.principal
    known: frozenset[str] = (
        principal.roles if principal.kind == "staff" else frozenset({"contact"})
    )
    return Occasion(asked.actor, known, desk.clock.now())


def decided(
    standing: Standing,
    command: Command,
    kind: Kind,
    occasion: Occasion,
    status: int = 200,
    location: str | None = None,
) -> Decided[Standing]:
    """What a command comes to, answered with where the partnership then stands."""
    carried = carry_out(standing, command, kind, occasion)
    after = carried.after
    shown = view(after.id, after.version, after.state)
    if shown is None:
        raise Problem("not_found")
    answer = Answer(status, shown, after.version, location)
    return Decided(carried.change, after, answer)
