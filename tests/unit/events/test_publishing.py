"""What is told of a gathering fits into the stream, however many are invited."""

from dataclasses import replace
from uuid import UUID

from chassis import cloudevents, jetstream
from chassis.history import Recorded
from services.events.domain.decisions import MOST_INVITED
from services.events.domain.events import Event
from services.events.domain.gathering import Invitation, Invited, Slot
from services.events.publishing import announce
from tests.unit.events.given import ANSWER_BY, MEETING, NOON, RESCHEDULED, REVIEW

LONGEST = "\N{HAMSTER FACE}" * 200  # what a title and a place may hold, in four bytes


def test_the_largest_gathering_can_be_moved() -> None:
    """A message that the stream refuses would hold up every message behind it."""
    crowd = tuple(
        Invitation(UUID(int=number), UUID(int=number)) for number in range(MOST_INVITED)
    )
    slot = Slot(MEETING.starts_at, MEETING.ends_at, LONGEST)
    stage = Invited(replace(REVIEW, title=LONGEST), slot, ANSWER_BY, crowd, 1)
    moved: Recorded[Event] = Recorded(
        UUID(int=1), 9, RESCHEDULED, f"staff:{LONGEST}", NOON, "c" * 64, b""
    )

    told = announce(moved, stage, f"{'x' * 200}@htk.example", None)

    assert told is not None
    headers = "".join(f"{a}: {b}" for a, b in cloudevents.headers(told).items())
    size = len(cloudevents.body(told).encode()) + len(headers)
    assert 0.8 * jetstream.MESSAGE_LIMIT < size < jetstream.MESSAGE_LIMIT
