"""Django with viewflow's state machine and an outbox, each step one transaction.

Best case: 16 threads with a connection each, no signals, no admin, four statements.
"""

from urllib.parse import parse_qs, urlsplit

import django
import psycopg
from django.conf import settings

from benchmarks.costs import Meter
from benchmarks.outcome import Outcome
from benchmarks.peers.job import (
    PAYLOAD,
    STEPS,
    Handler,
    in_threads,
    number_of,
    outcome,
)
from benchmarks.peers.outbox import OUTBOX, Handing
from benchmarks.stage import Stage


def run(stage: Stage) -> Outcome:
    """Carry every partnership through."""
    _configure(stage)
    from benchmarks.peers.django_partnerships import Course, create, take_step  # noqa: PLC0415 - models need settings first

    partnerships, handler = number_of(stage), Handler()
    create()
    with psycopg.connect(stage.database_url) as connection:
        connection.execute(OUTBOX)
    handing = Handing(stage.database_url, handler, partnerships)
    wake = handing.start()

    def carry(name: str) -> None:
        for step in STEPS:
            take_step(name, step, PAYLOAD)
            wake()

    meter = Meter.of(stage.parts())
    in_threads(partnerships, carry)
    handing.finish()
    found = outcome(meter, partnerships)
    handler.prove(partnerships, Course.objects.count())
    return found


def _configure(stage: Stage) -> None:
    place = urlsplit(stage.database_url)
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": place.path[1:],
                "USER": "postgres",
                "HOST": parse_qs(place.query)["host"][0],
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=["benchmarks.peers"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
