"""Kills whoever leads, again and again, and measures how long that was felt."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from time import monotonic
from typing import Literal

from chassis.clock import SystemClock
from tests.faults.checking.evidence import Rows
from tests.faults.cluster.household import Household
from tests.faults.load.ledger import Ledger
from tests.faults.rig.waiting import pause, until

type Kind = Literal["nats", "postgres"]

FELT_FOR = 180.0  # seconds; a loss that is felt longer fails the test
DOWN_FOR = 2.0  # seconds until the machine of a NATS server is there again
BREATHER = 1.0  # seconds between two losses


@dataclass(frozen=True, slots=True)
class Fall:
    """A leader that was killed, when, and when the cluster was whole again."""

    kind: Kind
    name: str
    at: float
    whole_at: float
    moment: datetime  # of *at*, by the clock on the wall
    whole_moment: datetime


@dataclass
class Felling:
    """Fells one leader after the other, each time of a cluster that is whole."""

    house: Household
    ledger: Ledger
    falls: list[Fall] = field(default_factory=list)

    async def run(self, kinds: Sequence[Kind]) -> None:
        """Fell these in this order."""
        for kind in kinds:
            await pause(BREATHER)
            felled = self._nats if kind == "nats" else self._postgres
            at, name = await felled()
            await self._felt(at)
            await self.house.healthy(FELT_FOR)
            whole_at, now = monotonic(), SystemClock().now()
            moment = now - timedelta(seconds=whole_at - at)
            self.falls.append(Fall(kind, name, at, whole_at, moment, now))

    async def _nats(self) -> tuple[float, str]:
        """Kill the server that leads the stream, and start it again a little later."""
        quorum = self.house.quorum
        name = await quorum.leader(self.house.settings)
        at = monotonic()
        await asyncio.to_thread(quorum.programs[name].kill)
        await pause(DOWN_FOR)
        await quorum.start()
        await quorum.leader(self.house.settings)
        return at, name

    async def _postgres(self) -> tuple[float, str]:
        """Kill the primary, and wait until it is the other's standby."""
        pair = self.house.pair
        await until("a standby is in step", lambda: bool(pair.in_step), within=FELT_FOR)
        name = pair.primary
        at = monotonic()
        await asyncio.to_thread(pair.kill, name)
        await until(
            "the other is primary", lambda: pair.primary != name, within=FELT_FOR
        )
        await until(
            "the old one is in step", lambda: pair.in_step == name, within=FELT_FOR
        )
        return at, name

    async def _felt(self, at: float) -> None:
        def done() -> bool:
            return self.ledger.first_done_since(at) is not None

        await until("a command after the loss", done, within=FELT_FOR)


def silence(fall: Fall, ledger: Ledger) -> float:
    """Return the longest time without an acknowledged command that a fall caused."""
    answered = [one for _, one in ledger.done_at]
    return _longest(answered, fall.at, fall.whole_at)


def hush(fall: Fall, outboxes: Sequence[Rows]) -> float:
    """Return the longest time in which no message was published."""
    published = [
        row["published_at"].timestamp() for outbox in outboxes for row in outbox
    ]
    return _longest(published, fall.moment.timestamp(), fall.whole_moment.timestamp())


def _longest(moments: Iterable[float], begin: float, end: float) -> float:
    """Return the longest gap that reaches into that time."""
    gaps = pairwise(sorted(moments))
    return max(
        (later - earlier for earlier, later in gaps if later > begin and earlier < end),
        default=0.0,
    )
