"""Medspil as a cluster on loopback: every service twice, and servers that can be lost."""

import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from chassis.settings import Settings
from medspil import credentials, operating
from tests.faults.cluster.quorum import Quorum
from tests.faults.rig.house import House, ServiceProcess
from tests.faults.rig.mailserver import MailServer
from tests.faults.rig.program import Program
from tests.support.pair import Pair, paired
from tests.support.running import free_port
from tests.support.stack import SERVICES

REPLICAS = 2


@dataclass(kw_only=True)
class Household(House):
    """A house that stands on several legs."""

    pair: Pair
    quorum: Quorum


@asynccontextmanager
async def kept(folder: Path) -> AsyncGenerator[Household]:
    """Run a cluster until the block ends; nothing of it stays behind."""
    async with AsyncExitStack() as stack:
        pair = stack.enter_context(paired())
        quorum = Quorum(folder / "nats")
        for server in quorum.programs.values():
            stack.callback(server.kill)
        await quorum.start()
        mail = await stack.enter_async_context(MailServer().serving())
        settings = Settings(
            database_url=f"{pair.url}?target_session_attrs=primary",
            nats_url=quorum.url,
            nats_replicas=3,
            nats_ca_file=quorum.authority,
            nats_nkey_seed_file=quorum.seed(credentials.OPERATOR),
            smtp_url=mail.url,
            data_dir=folder / "data",
        )
        await operating.migrate(settings)
        await operating.provision(settings)
        house = Household(
            folder=folder, settings=settings, mail=mail, pair=pair, quorum=quorum
        )
        for service in SERVICES:
            for number in range(REPLICAS):
                one = _service(house, service, number)
                stack.callback(one.program.kill)
                one.program.start()
                house.services.append(one)
        await house.healthy()
        pair.watch()
        yield house
        await house.close()


def _service(house: Household, service: str, number: int) -> ServiceProcess:
    port = free_port()
    variables = {
        "MEDSPIL_DATABASE_URL": house.pair.url,
        "MEDSPIL_NATS_URL": house.quorum.url,
        "MEDSPIL_NATS_REPLICAS": "3",
        "MEDSPIL_NATS_CA_FILE": str(house.quorum.authority),
        "MEDSPIL_NATS_NKEY_SEED_FILE": str(house.quorum.seed(service)),
        "MEDSPIL_SMTP_URL": house.mail.url,
        "MEDSPIL_PUBLIC_URL": "http://127.0.0.1:8420",
        "MEDSPIL_DATA_DIR": str(house.settings.data_dir),
        "MEDSPIL_MOVABLE_CLOCK": str(house.folder / "clock.json"),
        "MEDSPIL_LOG_FORMAT": "json",
        "MEDSPIL_PORT": str(port),
        "PYTHONDONTWRITEBYTECODE": "",  # a restart would compile everything anew
    }
    command: Sequence[str] = [sys.executable, "-m", "medspil", "serve", service]
    name = f"{service}-{number}"
    log = house.folder / f"{name}.log"
    return ServiceProcess(service, port, Program(name, command, log, variables))
