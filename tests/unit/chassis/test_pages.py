"""Pages follow each other without a gap and without a repeat."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from pydantic import AwareDatetime

from chassis.edge import guard
from chassis.ids import new_id
from chassis.pages import Page, Paging, decode, encode, link_next, paged, paging
from chassis.problems import Problem

router = APIRouter()
NUMBERS = range(1, 8)


@router.get("/numbers")
async def numbers(
    asked: Annotated[Paging, Depends(paging)], request: Request, response: Response
) -> Page[str]:
    """Show the numbers from one to seven."""
    after = asked.after(tuple[int])
    rest = [number for number in NUMBERS if after is None or number > after[0]]
    rows = rest[: asked.fetch]
    page = paged(rows, asked, key=lambda number: (number,), show=str)
    link_next(request, response, page)
    return page


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    """A caller of the numbers."""
    app = FastAPI()
    app.include_router(router)
    guard(app, new_id)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as caller:
        yield caller


async def test_following_next_shows_everything_once(client: httpx.AsyncClient) -> None:
    """Three, three and one; the last page has no next."""
    first = (await client.get("/numbers?limit=3")).json()
    second = await client.get(f"/numbers?limit=3&cursor={first['next']}")
    third = await client.get(second.links["next"]["url"])

    assert first["items"] == ["1", "2", "3"]
    assert second.json()["items"] == ["4", "5", "6"]
    assert third.json() == {"items": ["7"], "next": None}
    assert "link" not in third.headers


async def test_a_full_last_page_has_no_next(client: httpx.AsyncClient) -> None:
    """Nobody is sent to an empty page."""
    answer = await client.get("/numbers?limit=7")

    assert answer.json()["next"] is None


@pytest.mark.parametrize("limit", ["0", "201", "x"])
async def test_a_page_holds_one_to_two_hundred(
    client: httpx.AsyncClient, limit: str
) -> None:
    """A page is never everything."""
    assert (await client.get(f"/numbers?limit={limit}")).status_code == 422


@pytest.mark.parametrize(
    "cursor", ["x", "å", "!!!!", encode(("text",)), encode((1, 2)), encode(())]
)
async def test_a_cursor_that_we_did_not_give_is_refused(
    client: httpx.AsyncClient, cursor: str
) -> None:
    """It holds no key of this list."""
    answer = await client.get("/numbers", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


def test_a_cursor_keeps_the_types_of_its_key() -> None:
    """An instant comes back as an instant, an id as an id."""
    key = ("2024-01-10T08:30:00Z", UUID(int=7))

    instant, identity = decode(encode(key), tuple[AwareDatetime, UUID])

    assert instant.isoformat() == "2024-01-10T08:30:00+00:00"
    assert identity == UUID(int=7)


def test_a_cursor_brings_no_nul_character() -> None:
    """PostgreSQL could not compare with it."""
    with pytest.raises(Problem):
        decode(encode(("a\0",)), tuple[str])
