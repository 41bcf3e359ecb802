"""What the routes, consumers and timers of partnerships work with."""

from dataclasses import dataclass

from chassis.clock import Clock
from chassis.ids import NewId
from chassis.links import Links
from chassis.postgres import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """The surroundings of this service, handed in once by assemble()."""

    database: Database
    clock: Clock
    new_id: NewId
    links: Links
