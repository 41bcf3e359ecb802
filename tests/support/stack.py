"""Real PostgreSQL and NATS for tests, from the wheels or from containers."""

import asyncio
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import asyncpg

from chassis.embedded import EmbeddedNats, EmbeddedPostgres
from chassis.migrating import migrate

SERVICES = ("partnerships", "events", "notifications", "reporting")
TEMPLATE = "medspil_template"
ROOT = Path(__file__).parents[2]


class Stack(Protocol):
    """Where the servers of a test run come from."""

    def postgres(self) -> AbstractContextManager[str]:
        """Run PostgreSQL for the session; yield the owner's address."""
        ...

    def nats(self, folder: Path) -> AbstractContextManager[str]:
        """Run an empty NATS server; yield its address."""
        ...


class WheelStack:
    """The servers that the wheels carry, as `make run` starts them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def postgres(self) -> Generator[str]:
        """Run PostgreSQL on a Unix socket; nobody needs its files afterwards."""
        server = EmbeddedPostgres(self._folder / "postgres")
        try:
            yield server.start()
        finally:
            server.kill()

    @contextmanager
    def nats(self, folder: Path) -> Generator[str]:
        """Run NATS on a loopback port."""
        server = EmbeddedNats(folder / "nats")
        try:
            yield server.start()
        finally:
            server.stop()


class ContainerStack:
    """The public images, as docker-compose.yml runs them."""

    @contextmanager
    def postgres(self) -> Generator[str]:
        """Run PostgreSQL in a container; the services' roles need no password there."""
        from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415 - only this stack pays

        container = PostgresContainer("postgres:18", driver=None).with_env(
            "POSTGRES_HOST_AUTH_METHOD", "trust"
        )
        with container as server:
            yield server.get_connection_url()

    @contextmanager
    def nats(self, folder: Path) -> Generator[str]:  # noqa: ARG002 - it keeps its files inside
        """Run NATS in a container."""
        from testcontainers.community.nats import NatsContainer  # noqa: PLC0415 - only this stack pays

        with NatsContainer("nats:2.12-alpine", jetstream=True) as server:
            yield server.nats_uri()


class Databases:
    """Makes a database for each test: a copy of one that is migrated already."""

    def __init__(self, owner_url: str) -> None:
        self._owner_url = owner_url
        self._numbers = count(1)

    def prepare(self) -> None:
        """Migrate the database that the others are copies of."""
        asyncio.run(self._prepare())

    async def fresh(self) -> str:
        """Make a database and return the owner's address for it."""
        name = f"test_{next(self._numbers)}"
        await self._run(f"create database {name} template {TEMPLATE}")
        return self._address(name)

    async def empty(self) -> str:
        """Make a database that nobody has migrated; return the owner's address."""
        name = f"test_{next(self._numbers)}"
        await self._run(f"create database {name}")
        return self._address(name)

    async def _prepare(self) -> None:
        await self._run(f"create database {TEMPLATE}")
        for service in SERVICES:
            migrations = ROOT / "services" / service / "migrations"
            await migrate(self._address(TEMPLATE), service, migrations)

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self._owner_url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _address(self, name: str) -> str:
        before, _, after = self._owner_url.rpartition("/postgres?")
        if before:
            return f"{before}/{name}?{after}"
        return f"{self._owner_url.rpartition('/')[0]}/{name}"
