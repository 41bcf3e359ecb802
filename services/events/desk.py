"""What the routes and consumers of events work with."""

from dataclasses import dataclass
from uuid import UUID

from chassis.clock import Clock
from chassis.ids import NewId
from chassis.links import Links
from chassis.postgres import Database
from services.events.handling import Occasion


@dataclass(frozen=True, slots=True)
class Desk:
    """The surroundings of this service, handed in once by assemble()."""

    database: Database
    clock: Clock
    new_id: NewId
    links: Links
    organizer: str  # the municipality's mail address, for calendar entries

    def occasion(self, actor: str, causation_id: UUID | None = None) -> Occasion:
        """Somebody's act, now."""
        return Occasion(actor, self.clock.now(), self.organizer, causation_id)
