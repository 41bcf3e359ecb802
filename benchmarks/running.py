"""The product in processes of its own, one for each service, as an operator runs it."""

import socket
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import stamina

from benchmarks.servers import ROOT
from benchmarks.stage import Stage
from chassis.settings import Settings
from medspil import staff

_READY_WITHIN = 180.0  # seconds; a busy machine takes its time
_STOPPED_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Running:
    """Where each service answers, its process, and a token that all believe."""

    ports: dict[str, int]
    processes: dict[str, int]
    token: str


@contextmanager
def running(stage: Stage, names: Sequence[str]) -> Generator[Running]:
    """Run the named services until the block ends, each ready to work."""
    token = staff.token(Settings(data_dir=_data(stage)), "bench", ["case_officer"])
    ports = {name: free_port() for name in names}
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name in names:
            started[name] = start(stage, ports[name], "serve", name)
        for name in names:
            wait_until_ready(ports[name])
        pids = {name: process.pid for name, process in started.items()}
        yield Running(ports, pids, token)
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            process.wait(_STOPPED_WITHIN)


def start(stage: Stage, port: int, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a command of the product on the stage's servers."""
    variables = (
        f"MEDSPIL_DATABASE_URL={stage.database_url}",
        f"MEDSPIL_NATS_URL={stage.nats_url}",
        "MEDSPIL_SMTP_URL=smtp://127.0.0.1:9",
        f"MEDSPIL_DATA_DIR={_data(stage)}",
        f"MEDSPIL_PORT={port}",
        "MEDSPIL_LOG_FORMAT=json",
    )
    program = [sys.executable, "-m", "medspil", *arguments]
    with (Path(stage.folder) / "product.log").open("ab") as log:
        return subprocess.Popen(
            ["/usr/bin/env", *variables, *program], cwd=ROOT, stdout=log, stderr=log
        )


def wait_until_ready(port: int) -> None:
    """Return when what listens there can work."""
    stamina.instrumentation.set_on_retry_hooks([])  # that we wait is no news
    for attempt in stamina.retry_context(
        on=httpx.HTTPError,
        timeout=_READY_WITHIN,
        attempts=None,
        wait_initial=0.01,
        wait_max=0.02,
    ):
        with attempt:
            httpx.get(f"http://127.0.0.1:{port}/healthz").raise_for_status()


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _data(stage: Stage) -> Path:
    return Path(stage.folder) / "data"
