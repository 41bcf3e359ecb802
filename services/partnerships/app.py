"""Puts partnerships together: the only file here that knows every other."""

from pathlib import Path

from chassis.service import Service, Site
from services.partnerships import http
from services.partnerships.consumers import subscriptions
from services.partnerships.desk import Desk
from services.partnerships.http.sentences import SENTENCES as OF_ROUTES
from services.partnerships.sentences import SENTENCES as OF_RULES
from services.partnerships.timers import firing

NAME = "partnerships"


def assemble(site: Site) -> Service:
    """Return the service, ready for whoever runs it."""
    database = site.database(NAME)
    return Service(
        name=NAME,
        database=database,
        desk=Desk(database, site.clock, site.new_id, site.links),
        router=http.ROUTER,
        migrations=Path(__file__).parent / "migrations",
        sentences={**OF_RULES, **OF_ROUTES},
        subscriptions=subscriptions(),
        fire=firing(site.clock),
    )
