"""Every route asks who is there, and every write can be repeated without harm."""

from collections.abc import Iterator
from inspect import getclosurevars
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from chassis.asking import Asked, asking
from chassis.auth import Principal, staff
from chassis.service import Service

# Routes for partners, who come with a link instead of a token.
BY_LINK = frozenset(
    {"/v1/partner/{token}", "/v1/partner/{token}/pdf", "/v1/invitation/{token}"}
)
READS = frozenset({"GET", "HEAD"})
GUARD = staff("reader").__code__


def routes(router: APIRouter) -> list[RouteContext]:
    """Return the routes of a router and of those it includes."""
    return list(iter_route_contexts(router.routes))


def spelled(route: RouteContext) -> str:
    """Return a route as people write it."""
    return f"{' '.join(sorted(route.methods or ()))} {route.path}"


def writes(router: APIRouter) -> list[RouteContext]:
    """Return the routes that change something."""
    return [
        route for route in routes(router) if not READS.issuperset(route.methods or ())
    ]


def calls(dependant: Dependant | None) -> Iterator[object]:
    """Yield everything that is called before a route's own function."""
    for dependency in dependant.dependencies if dependant else ():
        yield dependency.call
        yield from calls(dependency)


def let_in(route: RouteContext) -> frozenset[str] | None:
    """Return the roles that a route names; None when it names none."""
    for call in calls(route.dependant):
        if getattr(call, "__code__", None) is GUARD:
            return frozenset(getclosurevars(call).nonlocals["roles"])  # type: ignore[arg-type]  # a function, by its code
    return None


def unguarded(router: APIRouter) -> list[str]:
    """Return the routes that neither name roles nor are for partners."""
    return [
        spelled(route)
        for route in routes(router)
        if route.path not in BY_LINK and not let_in(route)
    ]


def writes_open_to_readers(router: APIRouter) -> list[str]:
    """Return the writes that somebody who may only read can make."""
    return [
        spelled(route) for route in writes(router) if "reader" in (let_in(route) or ())
    ]


def unrepeatable(router: APIRouter) -> list[str]:
    """Return the writes by staff that know no idempotency key."""
    return [
        spelled(route)
        for route in writes(router)
        if route.path not in BY_LINK and asking not in calls(route.dependant)
    ]


def test_every_route_asks_who_is_there(services: dict[str, Service]) -> None:
    """A route somebody forgot to guard is open to the street."""
    found = {name: unguarded(service.router) for name, service in services.items()}

    assert found == {name: [] for name in services}


def test_no_write_is_open_to_readers(services: dict[str, Service]) -> None:
    """Who may only read changes nothing, in any service."""
    found = {
        name: writes_open_to_readers(service.router)
        for name, service in services.items()
    }

    assert found == {name: [] for name in services}


def test_every_write_accepts_an_idempotency_key(services: dict[str, Service]) -> None:
    """A client that got no answer must be able to ask again."""
    found = {name: unrepeatable(service.router) for name, service in services.items()}

    assert found == {name: [] for name in services}


@pytest.fixture
def careless() -> APIRouter:
    """A router with one route for each fault, and a good one."""
    router = APIRouter()

    @router.get("/open")
    def read() -> None: ...

    @router.post("/lax")
    def lax(who: Annotated[Principal, Depends(staff("reader"))]) -> None: ...

    @router.post("/good")
    def good(
        who: Annotated[Principal, Depends(staff("manager"))],
        asked: Annotated[Asked, Depends(asking)],
    ) -> None: ...

    return router


def test_a_careless_route_is_noticed(careless: APIRouter) -> None:
    """Seen red: without a guard, a write for readers, a write without a key."""
    assert unguarded(careless) == ["GET /open"]
    assert writes_open_to_readers(careless) == ["POST /lax"]
    assert unrepeatable(careless) == ["POST /lax"]
