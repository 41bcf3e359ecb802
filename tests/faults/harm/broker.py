"""Faults of delivery: messages that come twice, late, or to somebody who dies."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from contracts import STREAM
from tests.faults.checking.listening import ECHO
from tests.faults.harm.scene import Scene, Strike
from tests.faults.rig.installation import Installation
from tests.faults.rig.waiting import until
from tests.support.stack import SERVICES

MOST = 60  # messages that are said again
MADE_WITHIN = 60.0  # seconds; it may have been wiped a moment ago


async def messages_doubled(scene: Scene[Installation]) -> None:
    """The latest messages are said again, under no id that the server knows."""
    async with _stream(scene) as stream:
        for message in await _latest(stream):
            await _say_again(stream, message)


async def messages_reordered(scene: Scene[Installation]) -> None:
    """The latest messages are said again, the newest first."""
    async with _stream(scene) as stream:
        for message in reversed(await _latest(stream)):
            await _say_again(stream, message)


async def delivery_stolen(scene: Scene[Installation]) -> None:
    """Somebody takes a service's messages and dies before acknowledging them."""
    async with _stream(scene) as stream:
        service = scene.chance.choice(SERVICES)
        with suppress(NatsError, TimeoutError):
            taken = await stream.pull_subscribe_bind(service, STREAM)
            await taken.fetch(5, timeout=1)


@asynccontextmanager
async def _stream(scene: Scene[Installation]) -> AsyncGenerator[JetStreamContext]:
    client = await nats.connect(str(scene.house.settings.nats_url), name="fault")
    stream = client.jetstream(timeout=5)

    async def is_there() -> bool:
        with suppress(NatsError, TimeoutError):
            return bool(await stream.stream_info(STREAM))
        return False

    try:
        await until("the stream is there", is_there, within=MADE_WITHIN)
        yield stream
    finally:
        await client.close()


async def _latest(stream: JetStreamContext) -> list[Msg]:
    """The latest messages that are no repeats of ours, the oldest first."""
    last = (await stream.stream_info(STREAM)).state.last_seq
    if not last:
        return []
    reading = await stream.pull_subscribe(
        "",
        stream=STREAM,
        config=ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=max(1, last - MOST),
            ack_policy=AckPolicy.NONE,
            inactive_threshold=10,
        ),
    )
    with suppress(TimeoutError):
        messages = await reading.fetch(MOST, timeout=2)
        return [one for one in messages if ECHO not in (one.headers or {})]
    return []


async def _say_again(stream: JetStreamContext, message: Msg) -> None:
    sent = message.headers or {}
    ours = {name: value for name, value in sent.items() if name[:5] != "Nats-"}
    await stream.publish(message.subject, message.data, headers=ours | {ECHO: "1"})


KINDS: dict[str, Strike[Installation]] = {
    "messages doubled": messages_doubled,
    "messages reordered": messages_reordered,
    "delivery stolen": delivery_stolen,
}
