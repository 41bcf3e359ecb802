"""Puts notifications together: the only file here that knows every other."""

from datetime import timedelta
from pathlib import Path

from chassis.running import Loop
from chassis.service import Service, Site
from services.notifications.channels.email import Smtp
from services.notifications.consumers import subscriptions
from services.notifications.desk import Desk
from services.notifications.figures import FIGURES
from services.notifications.http import ROUTER
from services.notifications.ledger import doubt_unsettled
from services.notifications.sending import Sending
from services.notifications.sentences import SENTENCES
from services.notifications.writing import Writer

NAME = "notifications"
LOOK_AGAIN = timedelta(seconds=1)
_SILENT_FOR = timedelta(minutes=2)  # a slow mail server is no reason to be restarted


def assemble(site: Site) -> Service:
    """Return the service, ready for whoever runs it."""
    settings = site.settings
    answer_to = settings.reply_to or settings.mail_from
    database = site.database(NAME)
    sending = Sending(
        database,
        site.clock,
        Writer(site.links, settings.public_url, answer_to),
        Smtp(settings.mail_server_url(), settings.mail_from, answer_to),
    )
    sender = Loop("sender", sending.step, every=LOOK_AGAIN, silent_for=_SILENT_FOR)
    database.on_commit(sender.wake)
    return Service(
        name=NAME,
        database=database,
        desk=Desk(database, site.clock, site.new_id),
        router=ROUTER,
        migrations=Path(__file__).parent / "migrations",
        sentences=SENTENCES,
        subscriptions=subscriptions(site.clock),
        loops=(sender,),
        figures=FIGURES,
        brought_back=doubt_unsettled,
    )
