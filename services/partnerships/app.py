"""Puts partnerships together: the only file here that knows every other."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from chassis.running import Loop
from chassis.service import Reads, Service, Site
from services.partnerships import http
from services.partnerships.accesses import Accesses
from services.partnerships.consumers import subscriptions
from services.partnerships.deriving import derive
from services.partnerships.desk import Desk
from services.partnerships.http.sentences import SENTENCES as OF_ROUTES
from services.partnerships.sentences import SENTENCES as OF_RULES
from services.partnerships.timers import firing

NAME = "partnerships"
# What is no case: types, forms, organisations, and the seal over all histories.
OPEN_TO_ALL = (
    "/v1/kinds",
    "/v1/commands",
    "/v1/filters",
    "/v1/organisations",
    "/v1/history/",
)
_HOUR = timedelta(hours=1)


def assemble(site: Site) -> Service:
    """Return the service, ready for whoever runs it."""
    database = site.database(NAME)
    accesses = Accesses(database)
    forgetting = Loop("access-log", accesses.forget, every=_HOUR, silent_for=3 * _HOUR)
    deriving = Loop(
        "deriving",
        partial(derive, database, site.clock),
        every=_HOUR,
        silent_for=3 * _HOUR,
    )
    return Service(
        name=NAME,
        database=database,
        desk=Desk(database, site.clock, site.new_id, site.links),
        router=http.ROUTER,
        migrations=Path(__file__).parent / "migrations",
        sentences={**OF_RULES, **OF_ROUTES},
        subscriptions=subscriptions(),
        fire=firing(site.clock),
        loops=(forgetting, deriving),
        reads=Reads(accesses.note, "partnership_id", OPEN_TO_ALL),
    )
