"""Puts events together: the only file here that knows every other."""

from pathlib import Path

from chassis.service import Service, Site
from services.events.consumers import subscriptions
from services.events.desk import Desk
from services.events.http import router
from services.events.sentences import SENTENCES

NAME = "events"


def assemble(site: Site) -> Service:
    """Return the service, ready for whoever runs it."""
    database = site.database(NAME)
    organizer = site.settings.reply_to or site.settings.mail_from
    desk = Desk(database, site.clock, site.new_id, site.links, organizer)
    return Service(
        name=NAME,
        database=database,
        desk=desk,
        router=router,
        migrations=Path(__file__).parent / "migrations",
        sentences=SENTENCES,
        subscriptions=subscriptions(desk),
    )
