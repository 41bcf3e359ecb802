"""The order of the faults, drawn by chance, and how long each was felt."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from tests.faults.harm import broker, marking, processes, surroundings
from tests.faults.harm.scene import Scene, Strike
from tests.faults.load.ledger import Ledger
from tests.faults.rig.house import House
from tests.faults.rig.installation import Installation
from tests.faults.rig.waiting import pause, until

FELT_FOR = 120.0  # seconds; a fault that is felt longer fails the test
BREATHER = (0.05, 0.3)  # seconds between two faults

KINDS: Mapping[str, Strike[Installation]] = {
    **processes.KINDS,
    **surroundings.KINDS,
    **broker.KINDS,
    **marking.KINDS,
}
ALL: Mapping[str, Strike[Installation]] = {**KINDS, **surroundings.ON_SMALL_DISKS}


@dataclass(frozen=True, slots=True)
class Harm:
    """One fault that struck, in seconds."""

    kind: str
    begun: float  # on the clock of this machine
    lasted: float  # until it was lifted
    until_done: float  # from then until a command was sent and acknowledged
    until_healthy: float  # from then until every service said 200


@dataclass
class Schedule[H: House]:
    """Strikes one fault after the other, each felt to its end."""

    scene: Scene[H]
    ledger: Ledger
    strikes: Mapping[str, Strike[H]]
    harms: list[Harm] = field(default_factory=list)

    async def run(self, kinds: Sequence[str], latest: float = inf) -> None:
        """Let these faults happen in this order, none of them later than that."""
        for kind in kinds:
            if monotonic() > latest:
                return
            await pause(self.scene.chance.uniform(*BREATHER))
            self.harms.append(await self._strike(kind, self.strikes[kind]))

    async def _strike(self, kind: str, strike: Strike[H]) -> Harm:
        begun = monotonic()
        await strike(self.scene)
        lifted = monotonic()

        def done() -> bool:
            return self.ledger.first_done_since(lifted) is not None

        await until(f"a command after: {kind}", done, within=FELT_FOR)
        first = self.ledger.first_done_since(lifted) or monotonic()
        await self.scene.house.healthy(FELT_FOR)
        healthy = monotonic()
        return Harm(kind, begun, lifted - begun, first - lifted, healthy - lifted)


def deck(rounds: int, chance: random.Random, *, small_disks: bool) -> list[str]:
    """Every kind so many times, shuffled anew each time."""
    kinds = [*KINDS, *(surroundings.ON_SMALL_DISKS if small_disks else ())]
    drawn: list[str] = []
    for _ in range(rounds):
        chance.shuffle(kinds)
        drawn += kinds
    return drawn
