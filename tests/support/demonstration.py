"""The demo in a folder of its own, undisturbed or with every message said twice."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from chassis import jetstream
from chassis.dialling import NatsAccess
from chassis.settings import Settings
from contracts import STREAM
from medspil import launcher, operating
from medspil.demo import closing, playing
from medspil.demo.office import Office
from medspil.demo.postbox import Postbox
from medspil.mailbox import Letter, Mailbox

ECHO = "X-Echo"
SERVERS = "servers.json"


class InterruptedHereError(Exception):
    """The demo was told to end in the middle."""


def settings_in(folder: Path) -> Settings:
    """Settings of a Medspil with a clock to move, on the servers noted in its folder.

    Without a note it brings its own.
    """
    own = Settings(data_dir=folder, movable_clock=folder / "clock.json", port=0)
    noted = folder / SERVERS
    return own.model_copy(
        update=json.loads(noted.read_text()) if noted.exists() else {}
    )


def note_servers(folder: Path, database_url: str, nats_url: str) -> None:
    """Let the Medspil of a folder work on these servers."""
    addresses = {"database_url": database_url, "nats_url": nats_url}
    (folder / SERVERS).write_text(json.dumps(addresses))


async def played(folder: Path, *, echoed: bool = False, until: int = 99) -> int:
    """Play the demo, up to a scene; *echoed* says every message a second time.

    Return how many messages were said again.
    """
    echoes: list[str] = []

    async def job(reached: Settings) -> None:
        if not echoed:
            await _perform(reached, until)
            return
        async with _echo(NatsAccess.of(reached), echoes):
            await _perform(reached, until)

    await launcher.run_everything(settings_in(folder), job)
    return len(echoes)


async def _perform(reached: Settings, until: int) -> None:
    def tell(over: int, _: str) -> None:
        if over == until:
            raise InterruptedHereError

    url = f"http://{reached.host}:{reached.port}"
    async with httpx.AsyncClient(base_url=url, timeout=30) as http:
        office = Office(http, playing.tokens(reached))
        postbox = Postbox(Mailbox(reached.data_dir / "mail"))
        with suppress(InterruptedHereError):
            await playing.perform(office, postbox, reached.data_dir, tell)
            await closing.settled(office)


@asynccontextmanager
async def _echo(access: NatsAccess, echoes: list[str]) -> AsyncGenerator[None]:
    """Publish every message of the stream again, behind JetStream's own back."""
    client = await jetstream.connect(access, "echo")
    stream = client.jetstream()
    heard = await stream.pull_subscribe("medspil.>", stream=STREAM)

    async def repeat() -> None:
        while True:
            with suppress(TimeoutError):
                for message in await heard.fetch(50, timeout=1):
                    await _again(stream, message, echoes)
                    await message.ack()

    task = asyncio.create_task(repeat())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await client.close()


async def _again(stream: JetStreamContext, message: Msg, echoes: list[str]) -> None:
    """Say one message again, unless it is an echo; NATS' own headers stay behind."""
    sent = message.headers or {}
    if ECHO in sent:
        return
    ours = {name: value for name, value in sent.items() if name[:5] != "Nats-"}
    await stream.publish(message.subject, message.data, headers=ours | {ECHO: "1"})
    echoes.append(message.subject)


async def rows(folder: Path, *queries: str) -> list[list[tuple[Any, ...]]]:
    """Ask the database in a folder, as its owner."""
    found = []
    async with operating.reached(settings_in(folder)) as complete:
        connection = await asyncpg.connect(complete.database_url)
        try:
            for query in queries:
                fetched = await connection.fetch(query)
                found.append([tuple(row.values()) for row in fetched])
        finally:
            await connection.close()
    return found


def letters(folder: Path) -> Sequence[Letter]:
    """Every letter that was sent."""
    return list(Mailbox(folder / "mail").letters())
