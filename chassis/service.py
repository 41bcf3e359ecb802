"""What a service is to the process that runs it, and what it is given."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter, Request

from chassis.clock import Clock
from chassis.consuming import Subscriptions
from chassis.ids import NewId, new_id
from chassis.languages import Sentence
from chassis.links import Links
from chassis.metrics import Figure
from chassis.noticing import Note
from chassis.postgres import Connection, Database
from chassis.running import Loop
from chassis.settings import Settings
from chassis.timers import Fire


@dataclass(frozen=True, slots=True)
class Site:
    """What every service of one installation shares."""

    settings: Settings
    clock: Clock
    links: Links
    new_id: NewId = new_id

    def database(self, service: str) -> Database:
        """Make the pool of one service, with its own role and schema."""
        return Database(self.settings.service_database_url(service), service)


@dataclass(frozen=True, slots=True)
class Reads:
    """How a service notes who reads what: every route, but those that all may know."""

    note: Note
    subject: str  # the path parameter of the one that is read
    open_to_all: tuple[str, ...]  # beginnings of paths that show no case


@dataclass(frozen=True, slots=True)
class Service:
    """One service, assembled; whoever runs it needs nothing but this."""

    name: str  # also its schema and its durable
    database: Database
    desk: object  # what its routes ask for with resident()
    router: APIRouter
    migrations: Path
    sentences: Mapping[str, Sentence]
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    fire: Fire | None = None
    loops: tuple[Loop, ...] = ()
    figures: tuple[Figure, ...] = ()  # gauges of its own, read from its tables
    reads: Reads | None = None  # who reads is noted, if the service says how
    brought_back: Callable[[Connection], Awaitable[None]] | None = None  # by a restore


def resident[Desk](desk_type: type[Desk]) -> Callable[[Request], Awaitable[Desk]]:
    """Return a FastAPI dependency that finds the desk of a service in the app."""

    # Why async: FastAPI sends every other function to a thread.
    async def find(request: Request) -> Desk:
        desk: Desk = request.app.state.residents[desk_type]
        return desk

    return find
