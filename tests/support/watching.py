"""A Medspil that a real Prometheus watches with our alerts, at a quicker pace."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import asyncpg
import httpx
import stamina
import yaml

from chassis.auth import Role
from chassis.embedded import EmbeddedNats, EmbeddedPostgres
from chassis.postgres import hang_up
from chassis.settings import Settings
from tests.support.promtool import ALERTS, program
from tests.support.replica import bearer
from tests.support.running import free_port
from tests.support.stack import ROOT

READY_WITHIN = 180.0  # seconds; a busy machine takes its time
SEEN_WITHIN = 120.0


@dataclass
class Watched:
    """Everything in one process, on servers that a test may hurt."""

    folder: Path
    postgres: EmbeddedPostgres
    nats: EmbeddedNats
    port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)
    prometheus_port: int = field(default_factory=free_port)
    settings: Settings = field(default_factory=Settings)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where Medspil answers."""
        return f"http://127.0.0.1:{self.port}"

    def http(self) -> httpx.AsyncClient:
        """Return a caller who may do everything."""
        staff = bearer(self.settings, *get_args(Role.__value__))
        return httpx.AsyncClient(base_url=self.url, headers=staff, timeout=60)

    def start(self) -> None:
        """Start it, and wait until it can work."""
        with (self.folder / "up.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command("up"), cwd=ROOT, stdout=log, stderr=log
            )
        _answers(f"{self.url}/healthz")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, in order or as a crash would."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    async def ask(self, *arguments: str) -> str:
        """Do what the runbook says; return what the command printed."""
        process = await asyncio.create_subprocess_exec(
            *self._command(*arguments),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return said.decode()

    async def sql(self, statement: str, *values: object) -> list[str]:
        """Do something to the database behind Medspil's back; return the first column."""
        connection = await asyncpg.connect(self.settings.database_url)
        try:
            return [str(row[0]) for row in await connection.fetch(statement, *values)]
        finally:
            await connection.close()

    @asynccontextmanager
    async def locked(self, table: str, mode: str) -> AsyncGenerator[None]:
        """Hold a lock, as somebody does who forgot a session."""
        connection = await asyncpg.connect(self.settings.database_url)
        try:
            await connection.execute(f"begin; lock table {table} in {mode} mode")
            yield
        finally:
            await hang_up(connection)  # and with it the transaction; it may be gone

    async def fires(self, name: str) -> None:
        """Return when an alert fires."""
        await self._until(name, there=True)

    async def is_quiet(self, name: str) -> None:
        """Return when an alert does not fire."""
        await self._until(name, there=False)

    async def _until(self, name: str, *, there: bool) -> None:
        url = f"http://127.0.0.1:{self.prometheus_port}/api/v1/alerts"
        async with asyncio.timeout(SEEN_WITHIN), httpx.AsyncClient() as http:
            while True:
                alerts = (await http.get(url)).json()["data"]["alerts"]
                firing = {alert["labels"]["alertname"] for alert in alerts}
                if (name in firing) is there:
                    return
                await a_moment()

    def _command(self, *arguments: str) -> Sequence[str]:
        variables = (
            f"MEDSPIL_PORT={self.port}",
            f"MEDSPIL_DATABASE_URL={self.settings.database_url}",
            f"MEDSPIL_NATS_URL={self.settings.nats_url}",
            f"MEDSPIL_SMTP_URL=smtp://127.0.0.1:{self.smtp_port}",
            f"MEDSPIL_DATA_DIR={self.settings.data_dir}",
            f"MEDSPIL_MOVABLE_CLOCK={self.folder / 'clock.json'}",
            "MEDSPIL_LOG_FORMAT=json",
        )
        return ["/usr/bin/env", *variables, sys.executable, "-m", "medspil", *arguments]


async def a_moment() -> None:
    """Let something happen elsewhere."""
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), 0.2)


@contextmanager
def watched(folder: Path) -> Generator[Watched]:
    """Run Medspil, its servers and Prometheus until the block ends."""
    postgres, nats = EmbeddedPostgres(folder / "pg"), EmbeddedNats(folder / "nats")
    one = Watched(folder, postgres, nats)
    prometheus = program("prometheus")
    try:
        one.settings = Settings(
            database_url=postgres.start(),
            nats_url=nats.start(),
            data_dir=folder / "data",
        )
        one.start()
        with _prometheus(prometheus, one):
            yield one
    finally:
        one.end()
        nats.stop()
        postgres.stop()


@contextmanager
def _prometheus(program_: str, one: Watched) -> Generator[None]:
    folder = one.folder / "prometheus"
    folder.mkdir()
    rules = yaml.safe_load(ALERTS.read_text())
    for group in rules["groups"]:
        for rule in group["rules"]:
            rule.pop("for", None)  # how long it lasts, promtool has tried
    (folder / "alerts.yml").write_text(yaml.safe_dump(rules))
    targets = [f"127.0.0.1:{one.port}"]
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["alerts.yml"],
        "scrape_configs": [
            {"job_name": "medspil", "static_configs": [{"targets": targets}]}
        ],
    }
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    command = [
        program_,
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{one.prometheus_port}",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _answers(f"http://127.0.0.1:{one.prometheus_port}/-/ready")
        yield
    finally:
        process.terminate()
        process.wait(30)


def _answers(url: str) -> None:
    for attempt in stamina.retry_context(
        on=httpx.HTTPError, timeout=READY_WITHIN, attempts=None, wait_max=0.5
    ):
        with attempt:
            httpx.get(url).raise_for_status()
