"""What every fault works on: the installation, its clocks, and chance."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faults.rig.clockwork import Clockwork
from tests.faults.rig.house import House, ServiceProcess
from tests.faults.rig.waiting import pause

SHORTEST, LONGEST = 0.5, 2.5  # seconds that a lasting fault lasts

type Strike[H: House] = Callable[[Scene[H]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene[H: House]:
    """Where a fault strikes."""

    house: H
    clockwork: Clockwork
    chance: random.Random

    def replica(self, service: str) -> ServiceProcess:
        """One of the processes of a service."""
        replicas = [one for one in self.house.services if one.service == service]
        return self.chance.choice(replicas)

    async def lasting(self) -> None:
        """Let the fault last for a while."""
        await pause(self.chance.uniform(SHORTEST, LONGEST))

    @staticmethod
    async def aside(work: Callable[[], None]) -> None:
        """Do what blocks in a thread: the wires and the load go on meanwhile."""
        await asyncio.to_thread(work)
