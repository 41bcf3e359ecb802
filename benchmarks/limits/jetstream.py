"""JetStream alone: atomic batches in, batches out, every message on disk."""

from uuid import UUID

import uvloop
from nats.js.api import AckPolicy, ConsumerConfig

from benchmarks.costs import Meter
from benchmarks.limits.piping import BATCH, connected, publish_batch
from benchmarks.limits.tables import STREAM, SUBJECT, headers, message
from benchmarks.outcome import Outcome
from benchmarks.proving import LostError
from benchmarks.stage import Stage
from chassis.ids import new_id

_PARTNERSHIP = UUID(int=7)


def publish(stage: Stage) -> Outcome:
    """Publish in atomic batches, one after the other."""
    return uvloop.run(_publish(stage))


def fetch(stage: Stage) -> Outcome:
    """Fetch in batches, one acknowledgement for each."""
    return uvloop.run(_fetch(stage))


async def _publish(stage: Stage) -> Outcome:
    count = stage.count(100_000) // BATCH * BATCH
    async with connected(stage.nats_url) as client:
        meter = Meter.of(stage.parts())
        for begin in range(0, count, BATCH):
            await publish_batch(client, _told(begin))
        seconds, cpu = meter.stop()
        found = (await client.jetstream().stream_info(STREAM)).state.messages
    if found != count:
        raise LostError(f"{count} messages were acknowledged, {found} are there.")
    return Outcome(count, seconds, cpu)


async def _fetch(stage: Stage) -> Outcome:
    count = stage.count(100_000) // BATCH * BATCH
    async with connected(stage.nats_url) as client:
        for begin in range(0, count, BATCH):
            await publish_batch(client, _told(begin))
        pulled = await client.jetstream().pull_subscribe(
            f"{SUBJECT}.>",
            durable="alone",
            stream=STREAM,
            config=ConsumerConfig(ack_policy=AckPolicy.ALL, max_ack_pending=10_000),
        )
        meter = Meter.of(stage.parts())
        heard: set[str] = set()
        while len(heard) < count:
            messages = await pulled.fetch(256, timeout=5)
            heard.update((one.headers or {})["ce-id"] for one in messages)
            await messages[-1].ack()
        seconds, cpu = meter.stop()
    return Outcome(count, seconds, cpu)


def _told(begin: int) -> list[tuple[str, dict[str, str], bytes]]:
    body = message().encode()
    return [
        (f"{SUBJECT}.{number}", headers(_PARTNERSHIP, number, new_id()), body)
        for number in range(begin, begin + BATCH)
    ]
