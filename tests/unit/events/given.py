"""A gathering's facts and commands, written by hand, and given/when/then over them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis.decider import Refusal
from services.events.domain.commands import Command
from services.events.domain.decisions import GATHERING
from services.events.domain.events import (
    AttendanceRecorded,
    ContactsInvited,
    Event,
    GatheringCancelled,
    GatheringProposed,
    GatheringRescheduled,
    GatheringScheduled,
)
from services.events.domain.gathering import Invitation, Slot, Subject

PARTNERSHIP = UUID("00000000-0000-7000-8000-0000000000aa")
ANNA, BO, CARLA = (UUID(int=number) for number in (1, 2, 3))
TO_ANNA, TO_BO, TO_CARLA = (UUID(int=number) for number in (11, 12, 13))

NOON = datetime(2025, 11, 3, 12, tzinfo=UTC)
MEETING = Slot(
    datetime(2025, 11, 20, 13, tzinfo=UTC),
    datetime(2025, 11, 20, 14, 30, tzinfo=UTC),
    "Rådhuset",
)
LATER = Slot(
    datetime(2025, 11, 27, 8, tzinfo=UTC),
    datetime(2025, 11, 27, 9, tzinfo=UTC),
    "Biblioteket",
)
ANSWER_BY = datetime(2025, 11, 13, 23, tzinfo=UTC)
AFTERWARDS = datetime(2025, 11, 20, 15, tzinfo=UTC)
REVIEW = Subject("review_meeting", PARTNERSHIP, "BID Marsupilami", (ANNA, BO))

PROPOSED = GatheringProposed(REVIEW)
SCHEDULED = GatheringScheduled(MEETING)
INVITED = ContactsInvited((Invitation(TO_ANNA, ANNA), Invitation(TO_BO, BO)), ANSWER_BY)
RESCHEDULED = GatheringRescheduled(LATER, datetime(2025, 11, 21, 23, tzinfo=UTC))
CANCELLED = GatheringCancelled()
HELD = AttendanceRecorded((ANNA,), 3)

AT_PROPOSED = (PROPOSED,)
AT_SCHEDULED = (PROPOSED, SCHEDULED)
AT_INVITED = (PROPOSED, SCHEDULED, INVITED)
AT_HELD = (*AT_INVITED, HELD)
AT_CANCELLED = (*AT_INVITED, CANCELLED)


def decided(
    given: tuple[Event, ...], when: Command, at: datetime = NOON
) -> list[Event]:
    """The events that a command brings about after the given ones."""
    return GATHERING.decide(when, GATHERING.fold(given), at)


def refusal(given: tuple[Event, ...], when: Command, at: datetime = NOON) -> Refusal:
    """The refusal that a command meets after the given events."""
    with pytest.raises(Refusal) as refused:
        decided(given, when, at)
    return refused.value
