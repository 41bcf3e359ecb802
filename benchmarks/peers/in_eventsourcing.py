"""eventsourcing: an aggregate for each partnership; a projection handles its events.

Best case: 16 threads, the aggregate in hand, no snapshots, the default recorder
(with the database functions it loses events).
"""

from threading import Event
from typing import override
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, DomainEventProtocol, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner

from benchmarks.costs import Meter
from benchmarks.outcome import Outcome
from benchmarks.peers.job import (
    PAYLOAD_JSON,
    STEPS,
    Handler,
    in_threads,
    number_of,
    outcome,
)
from benchmarks.stage import Stage

_HANDLER, _DONE = Handler(), Event()


class Partnership(Aggregate):
    """One partnership, whose creation is its first step."""

    @event("Proposed")
    def __init__(self, payload: str) -> None:
        self.payload = payload

    @event("Stepped")
    def go_on(self, payload: str) -> None:
        """Take the next step."""
        self.payload = payload


class Partnerships(Application[UUID]):
    """Stores partnerships as their events."""


class Handled(Projection[PostgresTrackingRecorder]):
    """Hands every event to the handler, and remembers up to where."""

    expected = 0

    @override
    def process_event(
        self, domain_event: DomainEventProtocol[UUID], tracking: Tracking
    ) -> None:
        """Handle one event and keep that it was."""
        step = STEPS[domain_event.originator_version - 1]
        self.view.insert_tracking(tracking)
        _HANDLER(str(domain_event.originator_id), step)
        if _HANDLER.handled == self.expected:
            _DONE.set()


def run(stage: Stage) -> Outcome:
    """Carry every partnership through."""
    partnerships = number_of(stage)
    Handled.expected = partnerships * len(STEPS)
    with ProjectionRunner(
        application_class=Partnerships,
        projection_class=Handled,
        view_class=PostgresTrackingRecorder,
        env=_environment(stage),
    ) as runner:

        def carry(_: str) -> None:
            partnership = Partnership(PAYLOAD_JSON)
            runner.app.save(partnership)
            for _ in STEPS[1:]:
                partnership.go_on(PAYLOAD_JSON)
                runner.app.save(partnership)

        meter = Meter.of(stage.parts())
        in_threads(partnerships, carry)
        _DONE.wait()
        found = outcome(meter, partnerships)
        durable = runner.app.recorder.max_notification_id()
    _HANDLER.prove(partnerships, durable or 0)
    return found


def _environment(stage: Stage) -> dict[str, str]:
    place = urlsplit(stage.database_url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": place.path[1:],
        "POSTGRES_HOST": parse_qs(place.query)["host"][0],
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": "none",
        "POSTGRES_POOL_SIZE": "18",
        "POSTGRES_MAX_OVERFLOW": "10",
    }
