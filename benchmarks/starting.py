"""How fast the product starts, and what it holds while nobody asks for anything."""

import resource
import subprocess
import sys
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import mkdtemp
from time import perf_counter

from benchmarks.costs import proportional_memory, tree
from benchmarks.gate import PROGRAM
from benchmarks.running import free_port, running, wait_until_ready
from benchmarks.servers import FOLDER, ROOT, SERVICES, servers
from chassis.embedded import EmbeddedNats, EmbeddedPostgres

_STARTS = 5
_STOPPED_WITHIN = 120.0


def started() -> dict[str, float]:
    """Seconds and megabytes: everything in one process, and each service in its own."""
    FOLDER.mkdir(exist_ok=True)
    folder = Path(mkdtemp(prefix="start-", dir=FOLDER))
    folder.chmod(0o755)
    try:
        first, _ = _start(folder)
        again = [_start(folder) for _ in range(_STARTS)]
    finally:
        rmtree(folder)
    return {
        "first start, s": first,
        "second start, s": median(seconds for seconds, _ in again),
        "all in one, MB": median(memory for _, memory in again),
        **_four(),
        "PostgreSQL and NATS on ready files, s": _stack(),
        **_loaded(),
    }


def _start(folder: Path) -> tuple[float, float]:
    """Seconds until every service is ready, and MB of the Python process."""
    port = free_port()
    variables = (f"MEDSPIL_PORT={port}", f"MEDSPIL_DATA_DIR={folder}")
    program = [sys.executable, "-m", "medspil", "up"]
    began = perf_counter()
    with (folder / "up.log").open("ab") as log:
        process = subprocess.Popen(
            ["/usr/bin/env", *variables, *program], cwd=ROOT, stdout=log, stderr=log
        )
    try:
        wait_until_ready(port)
        seconds = perf_counter() - began
        servers = sum(proportional_memory(pid) for pid in _children(process.pid))
        memory = (proportional_memory(process.pid) - servers) / 1e6
    finally:
        process.terminate()
        process.wait(_STOPPED_WITHIN)
    return seconds, memory


def _children(process: int) -> list[int]:
    """The servers that a process has started, each with what is below it."""
    below = [pid for pid in tree(process) if pid != process]
    return [
        pid for pid in below if not any(pid in list(tree(one))[1:] for one in below)
    ]


def _four() -> dict[str, float]:
    with servers() as prepared, prepared.stage(quick=True) as stage:
        began = perf_counter()
        with running(stage, SERVICES) as product:
            ready = perf_counter() - began
            memory = sum(map(proportional_memory, product.processes.values())) / 1e6
    return {"four processes ready, s": ready, "four processes, MB": memory}


def _stack() -> float:
    folder = Path(mkdtemp(prefix="stack-", dir=FOLDER))
    folder.chmod(0o755)
    took = []
    try:
        for _ in range(_STARTS):
            postgres = EmbeddedPostgres(folder / "postgres")
            nats = EmbeddedNats(folder / "nats")
            began = perf_counter()
            postgres.start()
            nats.start()
            took.append(perf_counter() - began)
            postgres.stop()
            nats.stop()
    finally:
        rmtree(folder)
    return median(took[1:])


def _loaded() -> dict[str, float]:
    """Seconds of one process that loads the program, and of its CPU."""
    seconds, cpu = [], []
    for _ in range(_STARTS):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
        subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, check=True)
        seconds.append(perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"import, s": min(seconds), "import, CPU s": min(cpu)}
