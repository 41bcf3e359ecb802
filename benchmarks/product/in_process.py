"""The product in one process: deciding, committing, telling, hearing; no HTTP."""

import asyncio
import gc
import itertools
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from uuid import UUID

import asyncpg
import stamina
import uvloop

from benchmarks import draft
from benchmarks.costs import Meter
from benchmarks.filling import fill, partnership_id
from benchmarks.outcome import Outcome, quantiles
from benchmarks.proving import counted, handled, prove
from benchmarks.stage import Stage
from chassis.asking import Asked
from chassis.auth import Principal
from chassis.health import Health
from chassis.hosting import Host
from chassis.ids import derived_id
from chassis.metrics import Metrics
from chassis.settings import Settings
from medspil import composition
from medspil.waiting import NotYetError, patiently
from services.partnerships.desk import Desk
from services.partnerships.http.ordering import Order
from services.partnerships.http.requests_proposal import RevisionRequest

PARTNERSHIPS = 10_000
IN_FLIGHT = 64
_CLERK = Principal("bench", frozenset({"case_officer"}))
_FINGERPRINT = "0" * 64
_FACTS = "reporting.fact"


@dataclass(slots=True)
class Clerks:
    """Who revises drafts, each of partnerships of their own, as fast as they are let."""

    desk: Desk
    seconds: list[float] = field(default_factory=list)
    _keys: Iterator[str] = field(  # as long as those of the program that calls
        default_factory=lambda: map("{:036d}".format, itertools.count())
    )
    _draft: RevisionRequest = field(
        default_factory=lambda: RevisionRequest.model_validate_json(draft.request())
    )

    async def revise(self, partnerships: list[UUID], count: int, at_once: int) -> None:
        """Give so many commands, so many at a time."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(at_once):
                own = itertools.cycle(partnerships[number::at_once])
                tasks.create_task(self._revise(itertools.islice(own, count // at_once)))

    async def revise_one(self, partnership: UUID) -> int:
        """Give one command; return the version that it made."""
        began = perf_counter()
        asked = Asked(_CLERK, next(self._keys), _FINGERPRINT, None, "bench")
        order = Order(self.desk, asked, partnership)
        answer = await order.give(self._draft.revise())
        self.seconds.append(perf_counter() - began)
        return int(answer.headers["ETag"].strip('"'))

    async def _revise(self, partnerships: Iterable[UUID]) -> None:
        for one in partnerships:
            await self.revise_one(one)


def run(
    stage: Stage, partnerships: int = PARTNERSHIPS, in_flight: int = IN_FLIGHT
) -> Outcome:
    """Give as many commands as are done at a time, until everything is projected."""
    return uvloop.run(_saturated(stage, partnerships, in_flight))


def alone(stage: Stage) -> Outcome:
    """Give one command at a time: how long until durable, and until projected."""
    return uvloop.run(_alone(stage))


async def _saturated(stage: Stage, partnerships: int, in_flight: int) -> Outcome:
    most = min(stage.count(60_000), 600 * in_flight * (5 if in_flight > 1 else 4))
    count, warm_up = most // in_flight * in_flight, 16 * in_flight
    async with _working(stage, partnerships) as (clerks, ids):
        await clerks.revise(ids, warm_up, in_flight)
        await _projected(stage, warm_up)
        clerks.seconds.clear()
        meter = Meter.of(stage.parts())
        await clerks.revise(ids, count, in_flight)
        committed = perf_counter() - meter.began
        behind = count + warm_up - await counted(stage, _FACTS)
        await _projected(stage, count + warm_up)
        seconds, cpu = meter.stop()
    await _prove(stage, count + warm_up)
    figures = quantiles("commit", clerks.seconds) | await handled(stage, count)
    more = {"committed/s": count / committed, "lag at end": behind}
    return Outcome(count, seconds, cpu, figures | more)


async def _alone(stage: Stage) -> Outcome:
    count, seen = stage.count(2_000), list[float]()
    async with _working(stage, PARTNERSHIPS) as (clerks, ids):
        looking = await asyncpg.connect(stage.database_url)
        meter = Meter.of(stage.parts())
        for one in ids[:count]:
            version = await clerks.revise_one(one)
            durable = perf_counter()
            message = derived_id(one, version, 0)
            while not await looking.fetchval(_VISIBLE, message):
                pass
            seen.append(perf_counter() - durable)
        seconds, cpu = meter.stop()
        await looking.close()
    await _prove(stage, count)
    figures = quantiles("durable", clerks.seconds) | quantiles("projected", seen)
    return Outcome(count, seconds, cpu, figures)


@asynccontextmanager
async def _working(
    stage: Stage, partnerships: int
) -> AsyncGenerator[tuple[Clerks, list[UUID]]]:
    stamina.instrumentation.set_on_retry_hooks([])  # that we wait is no news
    await fill(stage.database_url, partnerships)
    settings = Settings(
        database_url=stage.database_url,
        nats_url=stage.nats_url,
        smtp_url="smtp://127.0.0.1:9",
        data_dir=Path(stage.folder) / "data",
    )
    site = composition.site(settings)
    services = composition.services(site, "partnerships", "reporting")
    host = Host(site, services, Metrics(), Health())
    desk = services[0].desk
    if not isinstance(desk, Desk):
        raise TypeError("The first service is partnerships.")
    ids = [partnership_id(number) for number in range(1, partnerships + 1)]
    Random(4).shuffle(ids)
    async with host.running():
        await patiently("the services", partial(_ready, host))
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        yield Clerks(desk), ids


async def _ready(host: Host) -> None:
    if (await host.health.report()).status != "ready":
        raise NotYetError("Not every service is ready.")


async def _projected(stage: Stage, commands: int) -> None:
    async def projected() -> None:
        if await counted(stage, _FACTS) < commands:
            raise NotYetError("Not everything is projected.")

    await patiently("the projection", projected)


async def _prove(stage: Stage, commands: int) -> None:
    await prove(
        stage,
        commands,
        "partnerships.event where version > 1",
        "partnerships.idempotency",
        "partnerships.outbox",
        "reporting.inbox",
        "reporting.fact",
    )


_VISIBLE = "select true from reporting.fact where message_id = $1"
