"""Letters that a Mailpit caught come into the folder once each, oldest first."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from medspil.demo.mailpit import PAGE, Mailpit
from medspil.mailbox import Mailbox
from medspil.waiting import AwayError


@dataclass
class Caught:
    """What a Mailpit holds, and answers as it does: the newest first, in pages."""

    subjects: list[str] = field(default_factory=list)
    is_away: bool = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a list or a letter."""
        if self.is_away:
            return httpx.Response(502)
        if request.url.path.endswith("/raw"):
            number = int(request.url.path.split("/")[-2])
            text = f"Subject: {self.subjects[number]}\r\n\r\nHello\r\n"
            return httpx.Response(200, text=text)
        start, limit = (int(request.url.params[name]) for name in ("start", "limit"))
        newest = list(reversed(range(len(self.subjects))))[start : start + limit]
        to = [{"Name": "Åse", "Address": "aase@bageri.example"}]
        messages = [{"ID": str(number), "To": to} for number in newest]
        return httpx.Response(200, json={"messages": messages})


@pytest.fixture
def caught() -> Caught:
    """A Mailpit with two letters."""
    return Caught(["first", "second"])


@pytest.fixture
async def http(caught: Caught) -> AsyncGenerator[httpx.AsyncClient]:
    """Speaks to it."""
    transport = httpx.MockTransport(caught.answer)
    async with httpx.AsyncClient(base_url="http://mail", transport=transport) as client:
        yield client


def subjects(folder: Path) -> list[str]:
    """What the letters in the folder are about, by number."""
    return [letter.subject for letter in Mailbox(folder).letters()]


async def test_letters_come_once_and_in_order(
    caught: Caught, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Also when somebody else begins to fetch into the same folder."""
    mailpit = Mailpit(http, tmp_path)
    await mailpit.fetch()
    caught.subjects.append("third")
    await mailpit.fetch()
    await Mailpit(http, tmp_path).fetch()

    assert subjects(tmp_path) == ["first", "second", "third"]


async def test_a_letter_says_who_got_it(
    http: httpx.AsyncClient, tmp_path: Path
) -> None:
    """As those do that the catcher of this machine keeps."""
    await Mailpit(http, tmp_path).fetch()

    first = Mailbox(tmp_path).letter(1)
    assert first is not None
    assert first.recipients == ("aase@bageri.example",)


async def test_more_than_a_page_comes_whole(
    caught: Caught, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    """The oldest letters are on the last page."""
    caught.subjects[:] = [str(number) for number in range(2 * PAGE + 1)]

    await Mailpit(http, tmp_path).fetch()

    assert subjects(tmp_path) == caught.subjects


async def test_a_mailpit_that_is_away_is_waited_for(
    caught: Caught, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Whoever fetches knows to try again."""
    caught.is_away = True

    with pytest.raises(AwayError, match="Mailpit does not answer"):
        await Mailpit(http, tmp_path).fetch()
