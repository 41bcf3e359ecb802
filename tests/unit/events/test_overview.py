"""What a gathering shows from outside at each stage."""

import pytest

from services.events.domain.decisions import GATHERING
from services.events.domain.events import Event, GatheringCancelled
from services.events.domain.gathering import Invitation
from services.events.domain.overview import Attendance, Overview, overview
from tests.unit.events.given import (
    ANNA,
    ANSWER_BY,
    AT_CANCELLED,
    AT_HELD,
    AT_INVITED,
    AT_PROPOSED,
    AT_SCHEDULED,
    BO,
    HELD,
    LATER,
    MEETING,
    RESCHEDULED,
    REVIEW,
    TO_ANNA,
    TO_BO,
)

BOTH = (Invitation(TO_ANNA, ANNA), Invitation(TO_BO, BO))

SHOWN: dict[str, tuple[tuple[Event, ...], Overview | None]] = {
    "nothing": ((), None),
    "proposed": (AT_PROPOSED, Overview("proposed", REVIEW)),
    "scheduled": (AT_SCHEDULED, Overview("scheduled", REVIEW, MEETING)),
    "invited": (
        AT_INVITED,
        Overview("invited", REVIEW, MEETING, ANSWER_BY, BOTH, 0),
    ),
    "held": (
        AT_HELD,
        Overview(
            "held",
            REVIEW,
            MEETING,
            None,
            BOTH,
            0,
            Attendance(frozenset({ANNA}), 3, 4),
        ),
    ),
    "held after a move": (
        (*AT_INVITED, RESCHEDULED, HELD),
        Overview(
            "held",
            REVIEW,
            LATER,
            None,
            BOTH,
            1,
            Attendance(frozenset({ANNA}), 3, 4),
        ),
    ),
    "moved": (
        (*AT_INVITED, RESCHEDULED),
        Overview("invited", REVIEW, LATER, RESCHEDULED.answer_by, BOTH, 1),
    ),
    "cancelled": (
        AT_CANCELLED,
        Overview("cancelled", REVIEW, MEETING, ANSWER_BY, BOTH, 1),
    ),
    "cancelled early": (
        (*AT_PROPOSED, GatheringCancelled()),
        Overview("cancelled", REVIEW),
    ),
}


@pytest.mark.parametrize(("events", "shown"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown(events: tuple[Event, ...], shown: Overview | None) -> None:
    """One shape for lists, pages and calendars."""
    assert overview(GATHERING.fold(events)) == shown
