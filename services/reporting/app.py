"""Puts reporting together: the only file here that knows every other."""

from pathlib import Path

from chassis.service import Service, Site
from services.reporting.consumers import subscriptions
from services.reporting.desk import Desk
from services.reporting.http import ROUTER
from services.reporting.policy import read_catalogue
from services.reporting.sentences import SENTENCES

NAME = "reporting"


def assemble(site: Site) -> Service:
    """Return the service, ready for whoever runs it."""
    database = site.database(NAME)
    return Service(
        name=NAME,
        database=database,
        desk=Desk(database, site.clock, read_catalogue()),
        router=ROUTER,
        migrations=Path(__file__).parent / "migrations",
        sentences=SENTENCES,
        subscriptions=subscriptions(),
    )
