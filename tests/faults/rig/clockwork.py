"""The time that the installation believes in, moved in every process at once."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chassis.clock import SystemClock
from tests.faults.load.cast import Clerk
from tests.faults.load.line import Line, LostError


@dataclass
class Clockwork:
    """Jumps the movable clocks; the machine's own goes on."""

    administrator: Clerk
    ports: Iterable[int]
    distance: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """What the installation takes the time to be."""
        return SystemClock().now() + self.distance

    async def jump(self, by: timedelta) -> None:
        """Move it; a process that does not answer reads it when it starts again."""
        self.distance += by
        headers = {"Authorization": f"Bearer {self.administrator.token}"}
        for port in self.ports:
            with suppress(LostError), Line(port) as line:
                moment = {"now": self.now().isoformat()}
                await line.ask("PUT", "/v1/clock", headers, moment)
