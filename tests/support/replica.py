"""Replicas of one service, each a process of its own on servers they share."""

import signal
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import stamina
from stdnum.dk import cvr

from chassis.auth import Role
from chassis.settings import Settings
from medspil import staff
from tests.support.releases import OURS, Release
from tests.support.running import free_port

READY_WITHIN = 60.0  # seconds
GONE_WITHIN = 40.0


@dataclass
class Replica:
    """`medspil serve SERVICE` as a deployment would start and stop it."""

    service: str
    settings: Settings
    drain_seconds: float = 0
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Where it writes what it has to say."""
        return self.settings.data_dir / f"{self.service}-{self.port}.log"

    def start(self, release: Release = OURS) -> None:
        """Start it from a release, ours unless another is named."""
        variables = (
            f"MEDSPIL_PORT={self.port}",
            f"MEDSPIL_DATABASE_URL={self.settings.database_url}",
            f"MEDSPIL_NATS_URL={self.settings.nats_url}",
            f"MEDSPIL_DATA_DIR={self.settings.data_dir}",
            f"MEDSPIL_DRAIN_SECONDS={self.drain_seconds}",
            "MEDSPIL_SMTP_URL=smtp://127.0.0.1:1",
            "MEDSPIL_LOG_FORMAT=json",
            f"PYTHONPATH={release.folder}",
        )
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        program = [str(release.python), "-m", "medspil", "serve", self.service]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                ["/usr/bin/env", *variables, *program],
                cwd=release.folder,
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self) -> None:
        """Return when it says that it can work."""
        for attempt in stamina.retry_context(
            on=httpx.HTTPError, timeout=READY_WITHIN, attempts=None, wait_max=0.2
        ):
            with attempt:
                httpx.get(f"{self.url}/healthz").raise_for_status()

    def tell_to_stop(self) -> None:
        """Send the signal that a deployment sends."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def gone(self) -> int:
        """Wait until it has ended; return its exit code."""
        if self._process is None:
            return 0
        try:
            return self._process.wait(GONE_WITHIN)
        finally:
            self._process.kill()
            self._process = None


def bearer(settings: Settings, *roles: Role) -> dict[str, str]:
    """Return the header of a member of staff whom every replica knows."""
    issued = staff.token(settings, "test", roles)
    return {"Authorization": f"Bearer {issued}"}


def organisations() -> Iterator[dict[str, str]]:
    """Yield organisations that are not registered yet, without end."""
    for number in valid(map(str, count(10_000_000))):
        yield {"name": f"Forening {number}", "cvr": number}


def valid(numbers: Iterable[str]) -> Iterator[str]:
    """Yield the CVR numbers among numbers."""
    return (number for number in numbers if cvr.is_valid(number))
