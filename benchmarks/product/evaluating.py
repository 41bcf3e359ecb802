"""The annual evaluation: how long it takes to count, to compose, and to print.

In a process that has printed nothing yet, so that the first print is a cold one.
"""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter
from uuid import UUID

import asyncpg

from benchmarks.costs import Meter
from benchmarks.filling import partnership_id
from benchmarks.outcome import Outcome
from benchmarks.proving import LostError
from benchmarks.servers import ROOT
from benchmarks.stage import Stage
from services.reporting.annual.document import document
from services.reporting.annual.printing import printed
from services.reporting.domain.evaluation import Evaluation, evaluate
from services.reporting.policy import read_catalogue
from services.reporting.store import facts

_SAMPLES = ROOT / "contracts" / "samples"
_BEGINNING = ("proposed", "agreement-concluded", "agreement-took-effect")
_FIGURE = ("outcome-reported", "outcome-accepted")
_FIRST = datetime(2025, 1, 10, 8, 30, tzinfo=UTC)
_AS_OF = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
_YEAR = 2025
_PRINTS = 3

type Row = tuple[UUID, str, datetime, UUID, int, str]


def run(stage: Stage, partnerships: int = 3, figures: int = 6) -> Outcome:
    """Count and print a year of so many partnerships with so many figures each."""
    rows = list(_rows(partnerships, figures))
    asyncio.run(_fill(stage, rows))
    meter = Meter.of(stage.parts())
    evaluation, counting = asyncio.run(_evaluated(stage))
    prints, took = [], []
    for _ in range(_PRINTS):
        began = perf_counter()
        prints.append(printed(document(evaluation, "da"), _AS_OF))
        took.append(1000 * (perf_counter() - began))
    seconds, cpu = meter.stop()
    if len(set(prints)) > 1:
        raise LostError("The same evaluation was printed in different bytes.")
    figures_of = {
        "count ms": 1000 * counting,
        "print cold ms": took[0],
        "print warm ms": min(took[1:]),
        "kB": len(prints[0]) / 1000,
    }
    return Outcome(len(rows), seconds, cpu, figures_of)


def large(stage: Stage) -> Outcome:
    """A year of 200 partnerships with 20 figures each, as a whole municipality has."""
    return run(stage, 200, 20)


async def _evaluated(stage: Stage) -> tuple[Evaluation, float]:
    connection = await _reporting(stage)
    try:
        began = perf_counter()
        known = await facts(connection, _AS_OF)
        evaluation = evaluate(known, read_catalogue(), _YEAR, _AS_OF)
        return evaluation, perf_counter() - began
    finally:
        await connection.close()


async def _fill(stage: Stage, rows: list[Row]) -> None:
    connection = await _reporting(stage)
    try:
        await connection.executemany(_INSERT, rows)
    finally:
        await connection.close()


async def _reporting(stage: Stage) -> "asyncpg.Connection[asyncpg.Record]":
    connection = await asyncpg.connect(
        stage.database_url, server_settings={"search_path": "reporting"}
    )
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=str, decoder=json.loads
    )
    return connection


def _rows(partnerships: int, figures: int) -> Iterator[Row]:
    number = 0
    for partnership in range(1, partnerships + 1):
        happened = list(_BEGINNING) + list(_FIGURE) * figures
        for sequence, event in enumerate(happened, 1):
            number += 1
            outcome = partnership_id(10**9 + (number - sequence + sequence // 2 * 2))
            yield (
                partnership_id(number),
                f"dk.htk.medspil.partnerships.{event}.v1",
                _FIRST + timedelta(seconds=number),
                partnership_id(partnership),
                sequence,
                _body(event, partnership, outcome),
            )


def _body(event: str, partnership: int, outcome: UUID) -> str:
    sample = (_SAMPLES / f"partnerships.{event}.v1.json").read_text()
    told: dict[str, object] = json.loads(sample)
    told["partnership_id"] = str(partnership_id(partnership))
    told["reference"] = f"HTK-BID-2025-{partnership:04d}"
    if "outcome_id" in told:
        told["outcome_id"] = str(outcome)
    return json.dumps(told, ensure_ascii=False)


_INSERT = """
insert into fact (message_id, type, occurred_at, partnership_id, sequence, data)
values ($1, $2, $3, $4, $5, $6)
"""
