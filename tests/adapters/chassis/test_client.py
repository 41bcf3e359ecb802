"""What is asked over NATS gets its own answer, or none."""

from collections.abc import AsyncGenerator

import pytest
from nats.aio.msg import Msg

from chassis import jetstream
from chassis.client import Client, Packet
from chassis.dialling import NatsAccess

WITHIN = 20.0  # seconds


class Echo:
    """Answers with what it was asked; what it keeps back it answers before the next."""

    def __init__(self) -> None:
        self.keeps_back = False
        self.heard: list[bytes] = []
        self._kept: list[Msg] = []

    async def hear(self, asked: Msg) -> None:
        """Hear one question."""
        self.heard.append(asked.data)
        self._kept.append(asked)
        if self.keeps_back:
            return
        for one in self._kept:
            if one.reply:
                await one.respond(one.data)
        self._kept.clear()


@pytest.fixture
async def echo(nats_url: str) -> AsyncGenerator[Echo]:
    """Somebody who listens on `echo`."""
    echo = Echo()
    other = await jetstream.connect(NatsAccess((nats_url,)), "echo")
    await other.subscribe("echo", cb=echo.hear)
    await other.flush()
    yield echo
    await other.close()


def saying(body: bytes) -> Packet:
    """A question to the echo."""
    return "echo", "", b"", body


async def test_what_is_answered_is_the_last(client: Client, echo: Echo) -> None:
    """Those before it are only sent."""
    answer = await client.ask([saying(b"one"), saying(b"two")], WITHIN)

    assert answer == b"two"
    assert echo.heard == [b"one", b"two"]


async def test_where_nobody_listens_it_is_known_at_once(client: Client) -> None:
    """The server says so; there is no use in waiting."""
    with pytest.raises(ConnectionError, match="Nobody listens"):
        await client.ask([saying(b"one")], WITHIN)


async def test_an_answer_that_comes_late_is_nobody_elses(
    client: Client, echo: Echo
) -> None:
    """Who asks next hears what they asked themselves."""
    echo.keeps_back = True
    with pytest.raises(TimeoutError):
        await client.ask([saying(b"one")], 0.05)
    echo.keeps_back = False

    assert await client.ask([saying(b"two")], WITHIN) == b"two"


async def test_nothing_is_asked_while_nats_is_away(client: Client) -> None:
    """It is said, and not kept for later."""
    await client.close()

    with pytest.raises(ConnectionError, match="away"):
        await client.ask([saying(b"one")], WITHIN)
