"""pgqueuer: a durable job for each step; the next is enqueued when it was handled.

Best case: asyncpg on uvloop, dequeued in batches of 32, the handler runs inside the job.
"""

import asyncio
from dataclasses import dataclass, field
from itertools import count

import asyncpg
import uvloop
from pgqueuer import PgQueuer
from pgqueuer.models import Job
from pgqueuer.queries import Queries

from benchmarks.costs import Meter
from benchmarks.outcome import Outcome
from benchmarks.peers.job import (
    IN_FLIGHT,
    PAYLOAD_JSON,
    STEPS,
    Handler,
    number_of,
    outcome,
)
from benchmarks.stage import Stage

_CONNECTIONS = 16


def run(stage: Stage) -> Outcome:
    """Enqueue each job by itself, as callers who know nothing of each other do."""
    return uvloop.run(_run(stage, together=False))


def together(stage: Stage) -> Outcome:
    """Enqueue in one call what waits at the same time."""
    return uvloop.run(_run(stage, together=True))


@dataclass(slots=True)
class Enqueuing:
    """Enqueues jobs: each by itself, or what waits together in one call."""

    queries: Queries
    together: bool
    _waiting: list[tuple[str, bytes]] = field(default_factory=list)
    _awake: asyncio.Event = field(default_factory=asyncio.Event)

    async def put(self, step: str, payload: bytes) -> None:
        """Enqueue a job, now or in a moment."""
        if self.together:
            self._waiting.append((step, payload))
            self._awake.set()
        else:
            await self.queries.enqueue(step, payload)

    async def run(self) -> None:
        """Enqueue what waits, until cancelled."""
        while True:
            await self._awake.wait()
            self._awake.clear()
            batch, self._waiting = self._waiting, []
            steps, payloads = map(list, zip(*batch, strict=True))
            await self.queries.enqueue(steps, payloads, [0] * len(batch))


async def _run(stage: Stage, *, together: bool) -> Outcome:
    partnerships, handler, numbers = number_of(stage), Handler(), count()
    handled: dict[str, asyncio.Event] = {}
    async with asyncpg.create_pool(
        stage.database_url, min_size=_CONNECTIONS, max_size=_CONNECTIONS
    ) as pool:
        queue = PgQueuer.from_asyncpg_pool(pool)
        enqueuing = Enqueuing(Queries(queue.connection), together)
        await enqueuing.queries.install()
        for step in STEPS:
            _handle(queue, step, handler, handled)

        async def carry() -> None:
            while (number := next(numbers)) < partnerships:
                handled[str(number)] = event = asyncio.Event()
                payload = f"{number}|{PAYLOAD_JSON}".encode()
                for step in STEPS:
                    event.clear()
                    await enqueuing.put(step, payload)
                    await event.wait()

        working = asyncio.create_task(queue.run(batch_size=32))
        putting = asyncio.create_task(enqueuing.run())
        meter = Meter.of(stage.parts())
        await asyncio.gather(*(carry() for _ in range(IN_FLIGHT)))
        found = outcome(meter, partnerships)
        putting.cancel()
        queue.shutdown.set()
        await working
        durable = await pool.fetchval(_COUNT)
    handler.prove(partnerships, durable)
    return found


def _handle(
    queue: PgQueuer, step: str, handler: Handler, handled: dict[str, asyncio.Event]
) -> None:
    @queue.entrypoint(step)
    async def do(job: Job) -> None:
        partnership, _, _ = (job.payload or b"").decode().partition("|")
        handler(partnership, step)
        handled[partnership].set()


_COUNT = "select count(*) from pgqueuer_log where status = 'successful'"
