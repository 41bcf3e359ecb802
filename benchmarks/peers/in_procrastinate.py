"""Procrastinate: a job for each step; its job is the durable step, and defers the next.

Best case: the asynchronous worker, 64 at a time, the handler runs inside the job.
"""

import asyncio
from itertools import count

from procrastinate import App, PsycopgConnector

from benchmarks.costs import Meter
from benchmarks.outcome import Outcome
from benchmarks.peers.job import IN_FLIGHT, PAYLOAD, STEPS, Handler, number_of, outcome
from benchmarks.stage import Stage

_CONNECTIONS = 16


def run(stage: Stage) -> Outcome:
    """Carry every partnership through."""
    return asyncio.run(_run(stage))


async def _run(stage: Stage) -> Outcome:
    partnerships = number_of(stage)
    handler, done, numbers = Handler(), asyncio.Event(), count()
    connector = PsycopgConnector(conninfo=stage.database_url, max_size=_CONNECTIONS)
    app = App(connector=connector)

    async def begin() -> None:
        number = next(numbers)
        if number < partnerships:
            await do.defer_async(partnership=number, step=0, payload=PAYLOAD)

    @app.task(name="step")
    async def do(partnership: int, step: int, payload: dict[str, str]) -> None:
        handler(str(partnership), STEPS[step])
        if step + 1 < len(STEPS):
            await do.defer_async(
                partnership=partnership, step=step + 1, payload=payload
            )
        else:
            await begin()
        if handler.handled == partnerships * len(STEPS):
            done.set()

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        working = asyncio.create_task(
            app.run_worker_async(concurrency=IN_FLIGHT, install_signal_handlers=False)
        )
        meter = Meter.of(stage.parts())
        await asyncio.gather(*(begin() for _ in range(IN_FLIGHT)))
        await done.wait()
        found = outcome(meter, partnerships)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        row = await connector.execute_query_one_async(_COUNT)
    handler.prove(partnerships, row["durable"])
    return found


_COUNT = "select count(*) as durable from procrastinate_jobs"
