"""The product over HTTP: a verified token, 64 connections, one process per service."""

import asyncio
from collections.abc import Sequence
from time import perf_counter

import stamina

from benchmarks.costs import Meter
from benchmarks.filling import fill
from benchmarks.http_load import give, revisions
from benchmarks.outcome import Outcome, quantiles
from benchmarks.proving import counted, handled, prove
from benchmarks.running import running
from benchmarks.servers import SERVICES
from benchmarks.stage import Stage

PARTNERSHIPS = 10_000
CONNECTIONS = 64
_HEARD_WITHIN = 300.0  # seconds after the load has stopped
_FACTS = "reporting.fact"


class NotHeardError(Exception):
    """Not everything is projected yet."""


def run(stage: Stage) -> Outcome:
    """Revise drafts with every service at work."""
    return measure(stage, SERVICES)


def run_alone(stage: Stage) -> Outcome:
    """Revise drafts with the service that is asked, and no consumer of its messages."""
    return measure(stage, ["partnerships"])


def one_at_a_time(stage: Stage) -> Outcome:
    """Revise drafts over one connection, with every service at work."""
    return measure(stage, SERVICES, connections=1, requests=4_000)


def measure(
    stage: Stage,
    services: Sequence[str],
    *,
    connections: int = CONNECTIONS,
    requests: int = 60_000,
) -> Outcome:
    """Give commands over HTTP, prove what became of them, and read what it cost."""
    asyncio.run(fill(stage.database_url, PARTNERSHIPS))
    warm_up = 16 * connections
    count = stage.count(requests) // connections * connections
    heard = "reporting" in services
    with running(stage, services) as product:
        plan = revisions(product.ports["partnerships"], product.token, PARTNERSHIPS)
        give(plan, warm_up, connections)
        meter = Meter.of(stage.parts(**product.processes))
        met = give(plan, count, connections)
        stopped, lag = perf_counter(), 0
        if heard:
            lag = count + warm_up - asyncio.run(counted(stage, _FACTS))
            asyncio.run(_until_heard(stage, count + warm_up))
        took = met.took + perf_counter() - stopped
        _, cpu = meter.stop()
    asyncio.run(_prove(stage, count + warm_up, heard=heard))
    cpu["client"] -= met.cpu
    cpu["traffic"] = met.cpu
    more: dict[str, float] = {"lag at end": lag, "handled/s": count / took}
    if heard:
        more |= asyncio.run(handled(stage, count))
    return Outcome(count, met.took, cpu, quantiles("answer", met.seconds) | more)


async def _until_heard(stage: Stage, commands: int) -> None:
    async for attempt in stamina.retry_context(
        on=NotHeardError, timeout=_HEARD_WITHIN, attempts=None, wait_max=0.05
    ):
        with attempt:
            if await counted(stage, _FACTS) < commands:
                raise NotHeardError


async def _prove(stage: Stage, commands: int, *, heard: bool) -> None:
    rows = [
        "partnerships.event where version > 1",
        "partnerships.idempotency",
        "partnerships.outbox",
    ]
    if heard:
        rows += ["reporting.inbox", "reporting.fact"]
    await prove(stage, commands, *rows)
