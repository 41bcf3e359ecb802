"""Whoever comes to the front door is told where to go, and needs nothing from elsewhere."""

import re
from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI

from chassis.front import Route, open_door, routes


@pytest.fixture
async def web() -> AsyncGenerator[httpx.AsyncClient]:
    """A small app with its front door."""
    app = FastAPI(title="Medspil", docs_url=None, redoc_url=None)

    @app.post("/v1/things/{thing}", tags=["things"])
    async def make(thing: str) -> None:
        """Make a <thing>.

        More about it.
        """

    @app.get("/v1/things", tags=["things"])
    async def things() -> None:
        """List the things."""

    open_door(app)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as web:
        yield web


async def test_a_program_is_told_where_everything_is(web: httpx.AsyncClient) -> None:
    """As JSON, with places that answer."""
    told = (await web.get("/")).json()

    assert told == {
        "name": "Medspil",
        "docs": "/docs",
        "openapi": "/openapi.json",
        "health": "/healthz",
        "metrics": "/metrics",
    }
    assert (await web.get(told["openapi"])).status_code == 200


@pytest.mark.parametrize(
    ("language", "words"), [("da", "Alle ruter"), ("en", "Every route")]
)
async def test_a_person_is_told_in_their_language(
    web: httpx.AsyncClient, language: str, words: str
) -> None:
    """On a page, as every page of ours."""
    headers = {"Accept": "text/html", "Accept-Language": language}
    page = await web.get("/", headers=headers)

    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-language"] == language
    assert words in page.text


async def test_every_route_is_listed_without_help_from_elsewhere(
    web: httpx.AsyncClient,
) -> None:
    """No script and no other address; what is told is text."""
    page = await web.get("/docs", headers={"Accept-Language": "en"})

    assert "POST /v1/things/{thing}" in page.text
    assert "Make a &lt;thing&gt;." in page.text
    assert "More about it" not in page.text
    assert re.findall("<script|https?://", page.text) == []


def test_routes_of_one_tag_stand_together() -> None:
    """In the order of their paths; one without a tag is listed too."""
    document = {
        "paths": {
            "/b": {"get": {"tags": ["one"], "description": "B."}},
            "/a": {"post": {"tags": ["one"]}, "get": {"tags": ["one"]}},
            "/c": {"get": {"description": "C."}},
        }
    }

    assert routes(document) == [
        Route("", "GET", "/c", "C."),
        Route("one", "GET", "/a", ""),
        Route("one", "POST", "/a", ""),
        Route("one", "GET", "/b", "B."),
    ]
