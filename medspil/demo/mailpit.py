"""Letters that a Mailpit caught, brought into a folder where they read like any other."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pydantic import BaseModel, Field, TypeAdapter

from medspil.waiting import AwayError

PAGE = 100
_ID = "X-Mailpit-Id"


class Recipient(BaseModel):
    """Whom a letter is for."""

    address: str = Field(alias="Address")


class Caught(BaseModel):
    """One letter in Mailpit's list."""

    id: str = Field(alias="ID")
    to: list[Recipient] = Field(alias="To")


class Page(BaseModel):
    """Some of the letters, newest first."""

    messages: list[Caught]


_PAGE = TypeAdapter(Page)


@dataclass(slots=True)
class Mailpit:
    """Fetches each letter once, in the order in which they came."""

    http: httpx.AsyncClient
    folder: Path
    _known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._known = {_id_of(kept) for kept in self.folder.glob("*.eml")}

    async def fetch(self) -> None:
        """Keep what has come since; AwayError while Mailpit does not answer."""
        fresh = [caught async for caught in self._fresh()]
        for caught in reversed(fresh):
            raw = await self._get(f"/api/v1/message/{caught.id}/raw")
            self._keep(caught, raw)
            self._known.add(caught.id)

    async def _fresh(self) -> AsyncGenerator[Caught]:
        """Yield what is not kept yet, newest first."""
        start = 0
        while True:
            path = f"/api/v1/messages?start={start}&limit={PAGE}"
            page = _PAGE.validate_json(await self._get(path)).messages
            for caught in page:
                if caught.id in self._known:
                    return
                yield caught
            if len(page) < PAGE:
                return
            start += PAGE

    async def _get(self, path: str) -> bytes:
        try:
            answer = await self.http.get(path)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise AwayError(f"Mailpit does not answer: {error!r}") from error
        return answer.content

    def _keep(self, caught: Caught, raw: bytes) -> None:
        numbers = (int(kept.stem) for kept in self.folder.glob("*.eml"))
        number = max(numbers, default=0) + 1
        trace = "".join(f"Delivered-To: {to.address}\r\n" for to in caught.to)
        unfinished = self.folder / f"{number:08}.part"
        unfinished.write_bytes(f"{_ID}: {caught.id}\r\n{trace}".encode() + raw)
        unfinished.replace(self.folder / f"{number:08}.eml")


def _id_of(kept: Path) -> str:
    """Mailpit's name of a letter that is kept; empty for one from elsewhere."""
    with kept.open("rb") as file:
        name, _, value = file.readline().decode().partition(": ")
    return value.strip() if name == _ID else ""
