"""Medspil in a process of its own, as `make run` starts it."""

import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import httpx
import stamina

from chassis.auth import Role
from chassis.settings import Settings
from medspil import staff
from tests.support.stack import ROOT

READY_WITHIN = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Running:
    """Where it answers, and a token that may do everything."""

    url: str
    token: str
    data_dir: Path


@contextmanager
def running(folder: Path) -> Generator[Running]:
    """Run `medspil up` in a folder until the block ends."""
    port = free_port()
    variables = (
        f"MEDSPIL_PORT={port}",
        f"MEDSPIL_DATA_DIR={folder}",
        "MEDSPIL_LOG_FORMAT=json",
    )
    with (folder / "up.log").open("ab") as log:
        process = subprocess.Popen(
            ["/usr/bin/env", *variables, sys.executable, "-m", "medspil", "up"],
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url)
        token = staff.token(Settings(data_dir=folder), "test", get_args(Role.__value__))
        yield Running(url, token, folder)
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    for attempt in stamina.retry_context(
        on=httpx.HTTPError, timeout=READY_WITHIN, attempts=None, wait_max=0.5
    ):
        with attempt:
            httpx.get(f"{url}/healthz").raise_for_status()
