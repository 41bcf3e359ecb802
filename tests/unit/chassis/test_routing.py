"""Routes that cost nothing until somebody asks for them."""

from collections.abc import AsyncGenerator
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Query

from chassis.problems import problems
from chassis.routing import Route, Router
from chassis.wire import Request


class Tree(Request):
    height: int


def forester() -> str:
    """Tell who is asked for."""
    return "anna"


async def look(tree: str, limit: Annotated[int, Query(ge=1)] = 1) -> Tree:
    """Look at a tree."""
    return Tree(height=len(tree) * limit)


async def plant(body: Tree, who: Annotated[str, Depends(forester)]) -> str:
    """Plant a tree."""
    return f"{who} {body.height}"


def declared[Kind: APIRouter](router: Kind) -> Kind:
    """Declare the routes of trees."""
    router.add_api_route("/{tree}", look, responses=problems(404))
    router.add_api_route("", plant, methods=["POST"], status_code=201)
    return router


@pytest.fixture
def trees() -> Router:
    """The routes, that nobody has asked for yet."""
    trees = declared(Router("/trees", tags=["wood"], dependencies=[Depends(forester)]))
    return Router.of([trees])


@pytest.fixture
async def caller(trees: Router) -> AsyncGenerator[httpx.AsyncClient]:
    """Somebody who asks an app with these routes."""
    app = FastAPI()
    app.router.routes.extend(trees.routes)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://wood") as caller:
        yield caller


def built(router: Router) -> list[str]:
    """Return the paths of the routes that have been analysed."""
    return [
        route.path
        for route in router.routes
        if isinstance(route, Route) and "dependant" in vars(route)
    ]


async def test_a_route_is_built_when_it_is_asked_for(
    trees: Router, caller: httpx.AsyncClient
) -> None:
    """Loading it took nothing, and neither does a request for another."""
    before = built(trees)

    answer = await caller.get("/v1/trees/oak?limit=2")

    assert before == []
    assert answer.json() == {"height": 6}
    assert built(trees) == ["/v1/trees/{tree}"]


async def test_what_is_late_is_as_strict(caller: httpx.AsyncClient) -> None:
    """Bodies, parameters, methods and dependencies are those that were declared."""
    planted = await caller.post("/v1/trees", json={"height": 3})
    bad_body = await caller.post("/v1/trees", json={"height": "3"})
    bad_query = await caller.get("/v1/trees/oak?limit=0")
    wrong_method = await caller.delete("/v1/trees/oak")

    assert (planted.status_code, planted.json()) == (201, "anna 3")
    assert [bad_body.status_code, bad_query.status_code] == [422, 422]
    assert wrong_method.status_code == 405


def test_the_description_is_that_of_routes_built_early(trees: Router) -> None:
    """Whoever reads the description cannot tell when a route was built."""
    late, early = FastAPI(), FastAPI()
    late.router.routes.extend(trees.routes)
    usual = APIRouter(tags=["wood"], dependencies=[Depends(forester)], prefix="/trees")
    early.include_router(declared(usual), prefix="/v1")

    assert late.openapi() == early.openapi()
    assert len(built(trees)) == 2


def test_a_route_has_nothing_that_fastapi_gives_none(trees: Router) -> None:
    """A question for what no route has is answered, before and after it is built."""
    route = trees.routes[0]

    assert [getattr(route, "leaves", "none") for _ in range(2)] == ["none", "none"]
