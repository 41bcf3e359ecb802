"""What the routes and consumers of events work with."""

from dataclasses import dataclass, field
from uuid import UUID

from chassis.clock import Clock
from chassis.deciding import Decisions
from chassis.ids import NewId
from chassis.links import Links
from chassis.postgres import Database
from services.events.handling import Occasion, Standing, nothing_yet
from services.events.store import LEDGER, standings


@dataclass(frozen=True, slots=True)
class Desk:
    """The surroundings of this service, handed in once by assemble()."""

    database: Database
    clock: Clock
    new_id: NewId
    links: Links
    organizer: str  # the municipality's mail address, for calendar entries

    decisions: Decisions[Standing] = field(init=False)

    def __post_init__(self) -> None:
        decisions = Decisions(self.database, LEDGER, standings, nothing_yet)
        object.__setattr__(self, "decisions", decisions)

    def occasion(self, actor: str, causation_id: UUID | None = None) -> Occasion:
        """Somebody's act, now."""
        return Occasion(actor, self.clock.now(), self.organizer, causation_id)
