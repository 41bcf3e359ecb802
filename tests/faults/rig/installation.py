"""Medspil as it is deployed: servers, wires and one process for each service."""

import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from chassis.settings import Settings
from medspil import operating
from tests.faults.rig.disk import Disk, disk
from tests.faults.rig.house import House, ServiceProcess
from tests.faults.rig.mailserver import MailServer
from tests.faults.rig.program import Program
from tests.faults.rig.servers import NatsServer, PostgresServer
from tests.faults.rig.wire import Wire
from tests.support.running import free_port

PROCESSES = ("partnerships", "partnerships", "events", "notifications", "reporting")
POSTGRES_MEGABYTES, NATS_MEGABYTES = 2048, 1024


@dataclass(kw_only=True)
class Installation(House):
    """Everything that runs, by name; the load and the faults work on this."""

    postgres: PostgresServer
    nats: NatsServer
    postgres_disk: Disk
    nats_disk: Disk
    postgres_wire: Wire
    nats_wire: Wire

    async def restore(self) -> None:
        """Start what is not running, and mend what is broken."""
        self.postgres_disk.give_room()
        self.nats_disk.give_room()
        self.mail.mood = "well"
        await self.postgres_wire.mend()
        await self.nats_wire.mend()
        programs = [one.program for one in self.services]
        for program in (self.postgres.program, self.nats.program, *programs):
            program.thaw()
        await self.postgres.start()
        await self.nats.start()
        for program in programs:
            if not program.is_running:
                program.start()


@asynccontextmanager
async def installed(
    folder: Path, sabotage: str | None = None
) -> AsyncGenerator[Installation]:
    """Run an installation until the block ends; nothing of it stays behind."""
    async with AsyncExitStack() as stack:
        house = await _servers(folder, stack)
        await operating.migrate(house.settings)
        variables = _variables(house)
        for number, service in enumerate(PROCESSES):
            port = free_port()
            program = Program(
                f"{service}-{number}",
                [sys.executable, "-m", *_main(sabotage), "serve", service],
                folder / f"{service}-{number}.log",
                {**variables, "MEDSPIL_PORT": str(port)},
            )
            stack.callback(program.kill)
            program.start()
            house.services.append(ServiceProcess(service, port, program))
        await house.healthy()
        yield house
        await house.close()


async def _servers(folder: Path, stack: AsyncExitStack) -> Installation:
    postgres_disk = stack.enter_context(disk(folder / "pg", POSTGRES_MEGABYTES))
    nats_disk = stack.enter_context(disk(folder / "nats", NATS_MEGABYTES))
    postgres = PostgresServer(postgres_disk.folder / "cluster", folder / "postgres.log")
    nats = NatsServer(nats_disk.folder, folder / "nats.log")
    stack.callback(postgres.program.kill)
    await postgres.start()
    stack.callback(nats.program.kill)
    await nats.start()
    postgres_wire, nats_wire = Wire(postgres.port), Wire(nats.port)
    for wire in (postgres_wire, nats_wire):
        await wire.lay()
        stack.push_async_callback(wire.cut)
    mail = await stack.enter_async_context(MailServer().serving())
    settings = Settings(
        database_url=postgres.url(),
        nats_url=f"nats://127.0.0.1:{nats.port}",
        smtp_url=mail.url,
        data_dir=folder / "data",
    )
    return Installation(
        folder=folder,
        settings=settings,
        mail=mail,
        postgres=postgres,
        nats=nats,
        postgres_disk=postgres_disk,
        nats_disk=nats_disk,
        postgres_wire=postgres_wire,
        nats_wire=nats_wire,
    )


def _variables(house: Installation) -> dict[str, str]:
    return {
        "MEDSPIL_DATABASE_URL": house.postgres.url(house.postgres_wire.port),
        "MEDSPIL_NATS_URL": f"nats://127.0.0.1:{house.nats_wire.port}",
        "MEDSPIL_SMTP_URL": house.mail.url,
        "MEDSPIL_PUBLIC_URL": "http://127.0.0.1:8420",
        "MEDSPIL_DATA_DIR": str(house.settings.data_dir),
        "MEDSPIL_MOVABLE_CLOCK": str(house.folder / "clock.json"),
        "MEDSPIL_LOG_FORMAT": "json",
        "PYTHONDONTWRITEBYTECODE": "",  # a restart would compile everything anew
    }


def _main(sabotage: str | None) -> Sequence[str]:
    return ["medspil"] if sabotage is None else ["tests.faults.sabotage", sabotage]
