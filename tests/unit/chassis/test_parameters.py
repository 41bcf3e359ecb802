"""What a route knows is found in its own parameters and in those of its dependencies."""

from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI, Query, Request
from pydantic import BaseModel

from chassis.pages import Paging, paging
from chassis.parameters import refuse_unknown
from chassis.problems import install


class Filters(BaseModel):
    """Several parameters at once."""

    state: str = ""


@pytest.fixture
def app() -> FastAPI:
    """An app with one list and one route that takes nothing."""
    app = FastAPI()
    install(app)

    @app.get("/list", dependencies=[Depends(refuse)])
    async def listed(
        asked: Annotated[Paging, Depends(paging)],
        narrowed: Annotated[Filters, Query()],
        word: Annotated[str, Query(alias="q")] = "",
    ) -> str:
        return f"{asked.limit} {narrowed.state} {word}"

    @app.get("/bare", dependencies=[Depends(refuse)])
    async def bare() -> None: ...

    return app


async def refuse(request: Request) -> None:
    """The check as a dependency."""
    refuse_unknown(request)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/list", None),
        ("/list?limit=7&state=x&q=y&cursor=", None),
        ("/list?word=y", "unknown_parameter"),
        ("/list?Limit=7", "unknown_parameter"),
        ("/bare", None),
        ("/bare?q=1", "no_parameters"),
    ],
)
async def test_only_what_a_route_knows_is_taken(
    app: FastAPI, path: str, code: str | None
) -> None:
    """By the names that callers use, whatever they are called in the code."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as web:
        answer = await web.get(path)

    problem = {} if answer.status_code == 200 else answer.json()
    assert problem.get("code") == code


async def test_the_permitted_names_are_told(app: FastAPI) -> None:
    """And a long name is not repeated whole."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as web:
        answer = await web.get(f"/list?{'z' * 100}=1&a=1")

    assert answer.json()["facts"] == {
        "unknown": ["a", "z" * 40],
        "permitted": ["cursor", "limit", "q", "state"],
    }
