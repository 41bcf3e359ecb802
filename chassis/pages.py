"""Keyset pages: a cursor holds the sort key of the last row that was shown."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from chassis.problems import Problem
from chassis.shapes import Late

SMALLEST, USUAL, LARGEST = 1, 50, 200
_LONGEST_CURSOR = 1000


class Page[Item](Late):
    """Some of the items, and the cursor of the next page if there is one."""

    items: list[Item]
    next: str | None = Field(
        default=None,
        description="Ask again with ?cursor=<next>; null on the last page.",
    )


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page a caller asks for; a dependency: Annotated[Paging, Depends(paging)]."""

    limit: int = USUAL
    cursor: str | None = None

    @property
    def fetch(self) -> int:
        """How many rows to ask the database for: one more than is shown."""
        return self.limit + 1

    def after[Key](self, key_type: type[Key]) -> Key | None:
        """Return the sort key to go on after, e.g. of tuple[AwareDatetime, UUID]."""
        return None if self.cursor is None else decode(self.cursor, key_type)


async def paging(
    limit: Annotated[int, Query(ge=SMALLEST, le=LARGEST)] = USUAL,
    cursor: Annotated[str | None, Query(max_length=_LONGEST_CURSOR)] = None,
) -> Paging:
    """Read the page that a caller asks for (FastAPI dependency)."""
    return Paging(limit, cursor)


def paged[Row, Item](
    rows: Sequence[Row],
    asked: Paging,
    *,
    key: Callable[[Row], tuple[object, ...]],
    show: Callable[[Row], Item],
) -> Page[Item]:
    """Return the page of rows that were fetched with `asked.fetch` as limit."""
    shown = rows[: asked.limit]
    more = len(rows) > len(shown)
    return Page(
        items=[show(row) for row in shown],
        next=encode(key(shown[-1])) if more else None,
    )


def link_next[Item](request: Request, response: Response, page: Page[Item]) -> None:
    """Tell where the next page is in the Link header (RFC 8288), and how many it shows."""
    request.state.shown = len(page.items)  # for chassis.noticing
    if page.next is not None:
        url = request.url.include_query_params(cursor=page.next)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'


def encode(key: tuple[object, ...]) -> str:
    """Return a cursor for a sort key."""
    return base64.urlsafe_b64encode(to_json(key)).rstrip(b"=").decode()


def decode[Key](cursor: str, key_type: type[Key]) -> Key:
    """Return the sort key in a cursor; Problem `invalid_cursor` if it holds none."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        raw = base64.b64decode(padded, altchars=b"-_", validate=True)
        if b"\\u0000" in raw:
            raise Problem("invalid_cursor")
        return TypeAdapter(key_type).validate_json(raw)
    except (UnicodeEncodeError, binascii.Error, ValidationError) as error:
        raise Problem("invalid_cursor") from error
