"""What every installation has: its settings, its services, and where letters go."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from chassis.settings import Settings
from tests.faults.load.line import Line, LostError
from tests.faults.rig.mailserver import MailServer
from tests.faults.rig.program import Program
from tests.faults.rig.waiting import NeverCameError, until

HEALTHY_WITHIN = 120.0  # seconds


@dataclass
class ServiceProcess:
    """One replica of one service."""

    service: str
    port: int
    program: Program

    async def unhealthy(self) -> str:
        """Return why it cannot work; nothing when it says that it can."""
        try:
            with Line(self.port) as line:
                answer = await line.ask("GET", "/healthz", {}, patience=2)
        except LostError as error:
            return str(error)
        return "" if answer.status == 200 else answer.body.decode()


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
        reasons: dict[str, str] = {}

        async def all_are() -> bool:
            asked = await asyncio.gather(*(one.unhealthy() for one in self.services))
            told = zip(self.services, asked, strict=True)
            reasons.update({one.program.name: why for one, why in told})
            return not any(asked)

        try:
            return await until("every service is healthy", all_are, within=within)
        except NeverCameError as error:
            raise NeverCameError(f"{error}: {reasons}") from error

    async def close(self) -> None:
        """Let every service end in order, while it can still reach the servers."""
        # In threads, because the wires run in this one.
        stopping = (asyncio.to_thread(one.program.stop) for one in self.services)
        await asyncio.gather(*stopping)
