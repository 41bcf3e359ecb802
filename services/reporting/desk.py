"""What the routes of reporting work with."""

from dataclasses import dataclass

from chassis.clock import Clock
from chassis.postgres import Database
from services.reporting.domain.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Desk:
    """The service as its routes see it."""

    database: Database
    clock: Clock
    catalogue: Catalogue
