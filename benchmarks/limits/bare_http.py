"""The limit over HTTP: a bare FastAPI endpoint in a process of its own, under load."""

import asyncio
import subprocess
import sys
from pathlib import Path

from benchmarks.costs import Meter
from benchmarks.http_load import give, revisions
from benchmarks.limits.tables import prepare
from benchmarks.outcome import Outcome, quantiles
from benchmarks.proving import prove
from benchmarks.running import free_port, wait_until_ready
from benchmarks.servers import ROOT
from benchmarks.stage import Stage
from chassis.settings import Settings
from medspil import staff

_PARTNERSHIPS = 10_000
_CONNECTIONS = 64


def verified(stage: Stage) -> Outcome:
    """With the product's verification of bearer tokens."""
    return _measure(stage, "verified")


def unguarded(stage: Stage) -> Outcome:
    """Without asking who it is."""
    return _measure(stage, "unguarded")


def _measure(stage: Stage, guard: str) -> Outcome:
    asyncio.run(prepare(stage.database_url, _PARTNERSHIPS))
    keys, port = Path(stage.folder) / "data", free_port()
    token = staff.token(Settings(data_dir=keys), "bench", ["case_officer"])
    program = [sys.executable, "-m", "benchmarks.limits.bare_app"]
    arguments = [str(port), stage.database_url, str(keys), guard]
    server = subprocess.Popen([*program, *arguments], cwd=ROOT)
    try:
        wait_until_ready(port)
        plan = revisions(port, token, _PARTNERSHIPS)
        warm_up = 16 * _CONNECTIONS
        count = stage.count(60_000) // _CONNECTIONS * _CONNECTIONS
        give(plan, warm_up, _CONNECTIONS)
        meter = Meter.of(stage.parts(api=server.pid))
        met = give(plan, count, _CONNECTIONS)
        _, cpu = meter.stop()
    finally:
        server.terminate()
        server.wait()
    asyncio.run(prove(stage, count + warm_up, "event", "outbox", "answer"))
    cpu["client"] -= met.cpu
    cpu["traffic"] = met.cpu
    return Outcome(count, met.took, cpu, quantiles("answer", met.seconds))
