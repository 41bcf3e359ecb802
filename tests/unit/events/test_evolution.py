"""What a gathering has become after its events."""

import pytest

from services.events.domain.decisions import GATHERING
from services.events.domain.events import (
    AttendanceRecorded,
    ContactsInvited,
    Event,
    GatheringCancelled,
    InvitationAnswered,
)
from services.events.domain.gathering import (
    Cancelled,
    Held,
    Invitation,
    Invited,
    Proposed,
    Scheduled,
    Stage,
    Unproposed,
)
from tests.unit.events.given import (
    ANNA,
    ANSWER_BY,
    AT_HELD,
    AT_INVITED,
    AT_PROPOSED,
    AT_SCHEDULED,
    BO,
    CARLA,
    HELD,
    INVITED,
    LATER,
    MEETING,
    RESCHEDULED,
    REVIEW,
    SCHEDULED,
    TO_ANNA,
    TO_BO,
    TO_CARLA,
)

UNANSWERED = (Invitation(TO_ANNA, ANNA), Invitation(TO_BO, BO))
ANNA_COMES = InvitationAnswered(TO_ANNA, "accepted")

STORIES: dict[str, tuple[tuple[Event, ...], Stage]] = {
    "nothing": ((), Unproposed()),
    "proposed": (AT_PROPOSED, Proposed(REVIEW)),
    "scheduled": (AT_SCHEDULED, Scheduled(REVIEW, MEETING)),
    "invited": (AT_INVITED, Invited(REVIEW, MEETING, ANSWER_BY, UNANSWERED, 0)),
    "invited more": (
        (*AT_INVITED, ContactsInvited((Invitation(TO_CARLA, CARLA),), ANSWER_BY)),
        Invited(
            REVIEW,
            MEETING,
            ANSWER_BY,
            (*UNANSWERED, Invitation(TO_CARLA, CARLA)),
            0,
        ),
    ),
    "answered": (
        (*AT_INVITED, ANNA_COMES),
        Invited(
            REVIEW,
            MEETING,
            ANSWER_BY,
            (Invitation(TO_ANNA, ANNA, "accepted"), Invitation(TO_BO, BO)),
            0,
        ),
    ),
    "moved: nobody has answered about the new time": (
        (*AT_INVITED, ANNA_COMES, RESCHEDULED),
        Invited(REVIEW, LATER, RESCHEDULED.answer_by, UNANSWERED, 1),
    ),
    "moved twice": (
        (*AT_INVITED, RESCHEDULED, RESCHEDULED),
        Invited(REVIEW, LATER, RESCHEDULED.answer_by, UNANSWERED, 2),
    ),
    "cancelled before anybody was told": (
        (*AT_PROPOSED, GatheringCancelled()),
        Cancelled(Proposed(REVIEW)),
    ),
    "cancelled: the calendars hear of it": (
        (*AT_INVITED, GatheringCancelled()),
        Cancelled(Invited(REVIEW, MEETING, ANSWER_BY, UNANSWERED, 1)),
    ),
    "held": (AT_HELD, Held(REVIEW, MEETING, frozenset({ANNA}), 3, UNANSWERED, 0)),
    "held after a move": (
        (*AT_INVITED, RESCHEDULED, HELD),
        Held(REVIEW, LATER, frozenset({ANNA}), 3, UNANSWERED, 1),
    ),
    "held without invitations": (
        (*AT_SCHEDULED, AttendanceRecorded((), 12)),
        Held(REVIEW, MEETING, frozenset(), 12, (), 0),
    ),
    "held, corrected": (
        (*AT_HELD, AttendanceRecorded((ANNA, BO), 0)),
        Held(REVIEW, MEETING, frozenset({ANNA, BO}), 0, UNANSWERED, 0),
    ),
}


@pytest.mark.parametrize(("events", "stage"), STORIES.values(), ids=STORIES)
def test_what_the_events_come_to(events: tuple[Event, ...], stage: Stage) -> None:
    """The events alone tell what a gathering is."""
    assert GATHERING.fold(events) == stage


@pytest.mark.parametrize(
    "event",
    [SCHEDULED, INVITED, ANNA_COMES, RESCHEDULED, GatheringCancelled(), HELD],
    ids=lambda event: type(event).__name__,
)
def test_an_event_that_does_not_fit_changes_nothing(event: Event) -> None:
    """Folding never fails: a history can always be read."""
    assert GATHERING.fold([event]) == Unproposed()


def test_everybody_who_came_is_counted() -> None:
    """Those who were invited, and those who came along."""
    held = GATHERING.fold(AT_HELD)

    assert isinstance(held, Held)
    assert held.attended == 4
