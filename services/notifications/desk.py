"""What the routes of notifications work with."""

from dataclasses import dataclass

from chassis.clock import Clock
from chassis.ids import NewId
from chassis.postgres import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """The service as its routes see it."""

    database: Database
    clock: Clock
    new_id: NewId
