"""What the routes, consumers and timers of partnerships work with."""

from dataclasses import dataclass, field

from chassis.clock import Clock
from chassis.deciding import Decisions
from chassis.ids import NewId
from chassis.links import Links
from chassis.postgres import Database
from services.partnerships.handling import Standing, nothing_yet
from services.partnerships.lookups import Lookups
from services.partnerships.store import LEDGER


@dataclass(frozen=True, slots=True)
class Desk:
    """The surroundings of this service, handed in once by assemble()."""

    database: Database
    clock: Clock
    new_id: NewId
    links: Links
    lookups: Lookups = field(init=False)
    decisions: Decisions[Standing] = field(init=False)

    def __post_init__(self) -> None:
        lookups = Lookups(self.database)
        decisions = Decisions(self.database, LEDGER, lookups.standings, nothing_yet)
        object.__setattr__(self, "lookups", lookups)
        object.__setattr__(self, "decisions", decisions)
