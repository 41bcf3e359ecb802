"""The servers that everything is measured on: real, durable, and fresh for each cell."""

import asyncio
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import asyncpg

from benchmarks.stage import Stage
from chassis.embedded import EmbeddedNats, EmbeddedPostgres
from chassis.migrating import migrate

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".benchmarks"  # beside the project, so that fsync reaches a disk
SERVICES = ("partnerships", "events", "notifications", "reporting")
_TEMPLATE = "product"


@dataclass(frozen=True, slots=True)
class Servers:
    """A PostgreSQL for one run; every cell gets a database and a NATS of its own."""

    folder: Path
    owner_url: str
    numbers: Iterator[int]

    @contextmanager
    def stage(self, *, quick: bool) -> Generator[Stage]:
        """Set the stage for one cell, and clear it away afterwards."""
        name = f"cell_{next(self.numbers)}"
        files = self.folder / name
        files.mkdir()
        nats = EmbeddedNats(files / "nats")
        self._run(f"create database {name} template {_TEMPLATE}", "checkpoint")
        try:
            yield Stage(
                database_url=_of(self.owner_url, name),
                nats_url=nats.start(),
                postgres=_pid(self.folder / "postgres" / "postmaster.pid"),
                nats=_pid(files / "nats" / "nats.pid"),
                folder=str(files),
                quick=quick,
            )
        finally:
            nats.stop()
            self._run(f"drop database {name} with (force)")
            rmtree(files)

    def _run(self, *statements: str) -> None:
        asyncio.run(_execute(self.owner_url, *statements))


@contextmanager
def servers() -> Generator[Servers]:
    """Run PostgreSQL with its durable defaults, and the product's schema in it."""
    FOLDER.mkdir(exist_ok=True)
    folder = Path(mkdtemp(prefix="servers-", dir=FOLDER))
    folder.chmod(0o755)  # PostgreSQL may run as somebody else
    postgres = EmbeddedPostgres(folder / "postgres")
    owner_url = postgres.start()
    try:
        asyncio.run(_prepare(owner_url))
        yield Servers(folder, owner_url, count(1))
    finally:
        postgres.stop()
        rmtree(folder)


async def _prepare(owner_url: str) -> None:
    await _execute(owner_url, f"create database {_TEMPLATE}")
    for service in SERVICES:
        migrations = ROOT / "services" / service / "migrations"
        await migrate(_of(owner_url, _TEMPLATE), service, migrations)


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _of(owner_url: str, database: str) -> str:
    return owner_url.replace("/postgres?", f"/{database}?")


def _pid(file: Path) -> int:
    return int(file.read_text().split()[0])
