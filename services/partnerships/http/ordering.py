"""How a command route works: who may, which version was meant, what is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Protocol, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from chassis.asking import Answer, Asked, asking, once
from chassis.auth import Role, staff
from chassis.postgres import Connection
from chassis.problems import Problem, problems
from chassis.service import resident
from services.partnerships.desk import Desk
from services.partnerships.domain.commands import Command
from services.partnerships.handling import Occasion, Standing, Wish, handle
from services.partnerships.http.views import PartnershipView, view
from services.partnerships.store import PostgresWork


class Route(Protocol):
    """Turns a function into the endpoint of a route, and returns it as it is."""

    def __call__[Endpoint: Callable[..., Awaitable[Response]]](
        self, endpoint: Endpoint, /
    ) -> Endpoint:
        """Register the endpoint."""
        ...


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

        async def work(connection: Connection) -> Answer:
            standing = await handle(
                PostgresWork(connection),
                self.partnership_id,
                self._meant(wish),
                occasion(self.desk, self.asked),
            )
            return answer(standing)

        return await once(self.desk.database, self.asked, work)

    def _meant(self, wish: Wish) -> Wish:
        def guarded(standing: Standing) -> Command:
            if standing.version == 0:
                raise Problem("not_found")
            self.asked.require(standing.version)
            return wish(standing)

        return guarded


async def ordering(
    partnership_id: UUID,
    asked: Annotated[Asked, Depends(asking)],
    desk: Annotated[Desk, Depends(resident(Desk))],
) -> Order:
    """Read who asks for a command on which partnership (FastAPI dependency)."""
    return Order(desk, asked, partnership_id)


Ordered = Annotated[Order, Depends(ordering)]


def command(router: APIRouter, command_type: type[Command]) -> Route:
    """Declare the route of a command, open to the staff roles that it names."""
    return router.post(
        "/{partnership_id}/" + command_type.name,
        response_model=PartnershipView,
        responses=problems(400, 401, 403, 404, 409, 412),
        dependencies=[Depends(staff(*roles(command_type)))],
    )


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


def answer(
    standing: Standing, status: int = 200, location: str | None = None
) -> Answer:
    """The answer that shows where a partnership stands."""
    shown = view(standing.id, standing.version, standing.state)
    if shown is None:
        raise Problem("not_found")
    return Answer(status, shown.model_dump(mode="json"), standing.version, location)
