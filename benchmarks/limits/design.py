"""The design limit: group commit, outbox, relay, JetStream, inbox; no domain."""

import asyncio
import gc
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random
from time import perf_counter
from uuid import UUID

import asyncpg
import uvloop

from benchmarks.costs import Meter
from benchmarks.limits.committing import Writer
from benchmarks.limits.piping import Consumer, Relay, connected
from benchmarks.limits.tables import ids, prepare
from benchmarks.outcome import Outcome, quantiles
from benchmarks.proving import prove
from benchmarks.stage import Stage
from chassis.ids import new_id

PARTNERSHIPS = 10_000
IN_FLIGHT = 64


@dataclass(slots=True)
class Clients:
    """Who gives commands, each to partnerships of its own, as fast as it is let."""

    writer: Writer
    answers: bool  # whether each command leaves an answer for its key
    versions: dict[UUID, int] = field(default_factory=dict)
    committed: dict[UUID, float] = field(default_factory=dict)  # by message
    seconds: list[float] = field(default_factory=list)

    async def give(self, partnerships: list[UUID], count: int, in_flight: int) -> None:
        """Give so many commands, so many at a time."""
        each = count // in_flight
        async with asyncio.TaskGroup() as tasks:
            for number in range(in_flight):
                own = cycle(partnerships[number::in_flight])
                tasks.create_task(self._client(islice(own, each)))

    async def _client(self, partnerships: Iterable[UUID]) -> None:
        for one in partnerships:
            version = self.versions.get(one, 1) + 1
            began = perf_counter()
            key = str(new_id()) if self.answers else ""
            message_id = await self.writer.write(one, version, key)
            self.versions[one] = version
            now = perf_counter()
            self.seconds.append(now - began)
            self.committed[message_id] = now


def run(stage: Stage) -> Outcome:
    """Measure the design with the rows that the issue names: event, state, outbox, inbox."""
    return uvloop.run(_whole(stage, IN_FLIGHT, every_row=False))


def every_row(stage: Stage) -> Outcome:
    """Measure it with every row that the product writes: the answer and the fact too."""
    return uvloop.run(_whole(stage, IN_FLIGHT, every_row=True))


def commit_only(stage: Stage) -> Outcome:
    """Measure the group commit alone: no relay, no consumer."""
    return uvloop.run(_commit(stage, IN_FLIGHT))


async def _whole(stage: Stage, in_flight: int, *, every_row: bool) -> Outcome:
    count = stage.count(100_000) // in_flight * in_flight
    warm_up = 16 * in_flight
    partnerships = await _partnerships(stage)
    async with connected(stage.nats_url) as client:
        writing, relaying, consuming = [
            await asyncpg.connect(stage.database_url) for _ in range(3)
        ]
        relay = Relay(relaying, client)
        consumer = Consumer(consuming, client, facts=every_row)
        tasks = [asyncio.create_task(one.run()) for one in (relay, consumer)]
        clients = Clients(Writer(writing, relay.wake), answers=every_row)
        await clients.give(partnerships, warm_up, in_flight)
        await consumer.until(warm_up)
        clients.seconds.clear()
        clients.committed.clear()
        gc.collect()
        gc.freeze()
        meter = Meter.of(stage.parts())
        await clients.give(partnerships, count, in_flight)
        committed = perf_counter() - meter.began
        behind = count + warm_up - len(consumer.taken)
        await consumer.until(count + warm_up)
        seconds, cpu = meter.stop()
        for task in tasks:
            task.cancel()
    handled = [consumer.taken[key] - at for key, at in clients.committed.items()]
    await prove(stage, count + warm_up, "event", "outbox", "inbox")
    figures = quantiles("commit", clients.seconds) | quantiles("handled", handled)
    more = {"committed/s": count / committed, "lag at end": behind}
    return Outcome(count, seconds, cpu, figures | more)


async def _commit(stage: Stage, in_flight: int) -> Outcome:
    count = stage.count(150_000) // in_flight * in_flight
    partnerships = await _partnerships(stage)
    writing = await asyncpg.connect(stage.database_url)
    clients = Clients(Writer(writing, lambda: None), answers=False)
    await clients.give(partnerships, 16 * in_flight, in_flight)
    clients.seconds.clear()
    gc.collect()
    gc.freeze()
    meter = Meter.of(stage.parts())
    await clients.give(partnerships, count, in_flight)
    seconds, cpu = meter.stop()
    await writing.close()
    await prove(stage, count + 16 * in_flight, "event", "outbox")
    return Outcome(count, seconds, cpu, quantiles("commit", clients.seconds))


async def _partnerships(stage: Stage) -> list[UUID]:
    await prepare(stage.database_url, PARTNERSHIPS)
    partnerships = ids(PARTNERSHIPS)
    Random(4).shuffle(partnerships)
    return partnerships
