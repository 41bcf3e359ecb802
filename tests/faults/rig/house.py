"""What every installation has: its settings, its services, and where letters go."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from chassis.settings import Settings
from tests.faults.load.line import Line, LostError
from tests.faults.rig.mailserver import MailServer
from tests.faults.rig.program import Program
from tests.faults.rig.waiting import until

HEALTHY_WITHIN = 120.0  # seconds


@dataclass
class ServiceProcess:
    """One replica of one service."""

    service: str
    port: int
    program: Program

    async def is_healthy(self) -> bool:
        """Whether it says that it can work."""
        with suppress(LostError), Line(self.port) as line:
            answer = await line.ask("GET", "/healthz", {}, patience=2)
            return answer.status == 200
        return False


@dataclass(kw_only=True)
class House:
    """What the load works on, and what is looked at afterwards."""

    folder: Path
    settings: Settings  # reach the servers past whatever is in between
    mail: MailServer
    services: list[ServiceProcess] = field(default_factory=list)

    def ports(self, service: str) -> list[int]:
        """Where the replicas of a service listen."""
        return [one.port for one in self.services if one.service == service]

    async def healthy(self, within: float = HEALTHY_WITHIN) -> float:
        """Wait until every service can work; return how many seconds it took."""

        async def all_are() -> bool:
            asked = (one.is_healthy() for one in self.services)
            return all(await asyncio.gather(*asked))

        return await until("every service is healthy", all_are, within=within)

    async def close(self) -> None:
        """Let every service end in order, while it can still reach the servers."""
        # In threads, because the wires run in this one.
        stopping = (asyncio.to_thread(one.program.stop) for one in self.services)
        await asyncio.gather(*stopping)
