"""What a message is sent in."""

from datetime import UTC, datetime
from uuid import UUID

from chassis.history import Recorded
from contracts import Envelope, OutcomeReturnedV1
from services.partnerships.domain.events import Event, OutcomeReturned
from services.partnerships.publishing import announce
from tests.unit.partnerships.publishing.given import ABOUT, CASE, OUTCOME, PARTNERSHIP


def test_an_envelope_carries_the_place_in_the_history() -> None:
    """The version orders a partnership's messages, and makes the id repeatable."""
    recorded: Recorded[Event] = Recorded(
        stream_id=PARTNERSHIP,
        version=5,
        event=OutcomeReturned(OUTCOME, "Uden bilag"),
        actor="staff:mia",
        occurred_at=datetime(2026, 1, 9, 8, 0, tzinfo=UTC),
        correlation_id="walrus-1",
        hash=b"",
    )

    envelope = announce(recorded, CASE)

    assert envelope == Envelope(
        id=UUID("3f924e8d-ed69-533d-8902-b93913536452"),
        occurred_at=datetime(2026, 1, 9, 8, 0, tzinfo=UTC),
        aggregate_id=PARTNERSHIP,
        sequence=5,
        actor="staff:mia",
        correlation_id="walrus-1",
        message=OutcomeReturnedV1(**ABOUT, outcome_id=OUTCOME),
    )
