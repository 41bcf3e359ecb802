"""What may be done with a gathering when, and what comes of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args
from uuid import UUID

import pytest

from services.events.domain.commands import (
    Answer,
    Cancel,
    Command,
    Invite,
    Propose,
    RecordAttendance,
    Reschedule,
    Schedule,
)
from services.events.domain.decisions import MOST_INVITED
from services.events.domain.events import (
    AttendanceRecorded,
    ContactsInvited,
    Event,
    GatheringCancelled,
    GatheringProposed,
    GatheringScheduled,
    InvitationAnswered,
)
from services.events.domain.gathering import Invitation, Slot, Subject
from services.events.domain.refusals import Reason
from services.events.sentences import SENTENCES
from tests.unit.events.given import (
    AFTERWARDS,
    ANNA,
    ANSWER_BY,
    AT_CANCELLED,
    AT_HELD,
    AT_INVITED,
    AT_PROPOSED,
    AT_SCHEDULED,
    BO,
    CARLA,
    INVITED,
    LATER,
    MEETING,
    NOON,
    PROPOSED,
    RESCHEDULED,
    REVIEW,
    SCHEDULED,
    TO_ANNA,
    TO_BO,
    TO_CARLA,
    decided,
    refusal,
)

SECOND = timedelta(seconds=1)
CARLA_TOO = (Invitation(TO_CARLA, CARLA),)
CROWD = tuple(  # with Anna and Bo one too many
    Invitation(UUID(int=number), UUID(int=number))
    for number in range(10_000, 10_000 + MOST_INVITED - 1)
)
NETWORK = Subject("network_meeting", None, "Marsupilami", ())
ANNA_COMES = Answer(TO_ANNA, ANNA, "accepted")
ANNA_CAME = RecordAttendance(frozenset({ANNA}), 3)
MOVE = Reschedule(LATER, RESCHEDULED.answer_by)

DONE: dict[str, tuple[tuple[Event, ...], Command, datetime, list[Event]]] = {
    "a review meeting is proposed": ((), Propose(REVIEW), NOON, [PROPOSED]),
    "a network meeting needs no partnership": (
        (),
        Propose(NETWORK),
        NOON,
        [GatheringProposed(NETWORK)],
    ),
    "a proposed one is scheduled": (AT_PROPOSED, Schedule(MEETING), NOON, [SCHEDULED]),
    "a scheduled one gets another time": (
        AT_SCHEDULED,
        Schedule(LATER),
        NOON,
        [GatheringScheduled(LATER)],
    ),
    "it may begin in a second": (
        AT_PROPOSED,
        Schedule(MEETING),
        MEETING.starts_at - SECOND,
        [SCHEDULED],
    ),
    "contacts are invited": (
        AT_SCHEDULED,
        Invite(INVITED.invitations, ANSWER_BY),
        NOON,
        [INVITED],
    ),
    "answers may come until it begins": (
        AT_SCHEDULED,
        Invite(CARLA_TOO, MEETING.starts_at),
        NOON,
        [ContactsInvited(CARLA_TOO, MEETING.starts_at)],
    ),
    "more contacts are invited later": (
        AT_INVITED,
        Invite(CARLA_TOO, ANSWER_BY),
        NOON,
        [ContactsInvited(CARLA_TOO, ANSWER_BY)],
    ),
    "as many are invited as a message can name": (
        AT_INVITED,
        Invite(CROWD[1:], ANSWER_BY),
        NOON,
        [ContactsInvited(CROWD[1:], ANSWER_BY)],
    ),
    "an invited contact answers": (
        AT_INVITED,
        ANNA_COMES,
        NOON,
        [InvitationAnswered(TO_ANNA, "accepted")],
    ),
    "an answer counts at the last instant": (
        AT_INVITED,
        ANNA_COMES,
        ANSWER_BY,
        [InvitationAnswered(TO_ANNA, "accepted")],
    ),
    "an answer may be changed": (
        (*AT_INVITED, InvitationAnswered(TO_ANNA, "accepted")),
        Answer(TO_ANNA, ANNA, "declined"),
        NOON,
        [InvitationAnswered(TO_ANNA, "declined")],
    ),
    "the same answer again is no news": (
        (*AT_INVITED, InvitationAnswered(TO_ANNA, "accepted")),
        ANNA_COMES,
        NOON,
        [],
    ),
    "after a move the same answer is news": (
        (*AT_INVITED, InvitationAnswered(TO_ANNA, "accepted"), RESCHEDULED),
        ANNA_COMES,
        NOON,
        [InvitationAnswered(TO_ANNA, "accepted")],
    ),
    "whoever was told a later day keeps it": (
        (*AT_INVITED, ContactsInvited(CARLA_TOO, ANSWER_BY - timedelta(days=3))),
        ANNA_COMES,
        ANSWER_BY,
        [InvitationAnswered(TO_ANNA, "accepted")],
    ),
    "a later day holds for all": (
        (*AT_INVITED, ContactsInvited(CARLA_TOO, ANSWER_BY + timedelta(days=3))),
        ANNA_COMES,
        ANSWER_BY + timedelta(days=3),
        [InvitationAnswered(TO_ANNA, "accepted")],
    ),
    "it is moved after people were told": (AT_INVITED, MOVE, NOON, [RESCHEDULED]),
    "one that nobody was told of is called off": (
        AT_PROPOSED,
        Cancel(),
        NOON,
        [GatheringCancelled()],
    ),
    "a scheduled one is called off": (
        AT_SCHEDULED,
        Cancel(),
        NOON,
        [GatheringCancelled()],
    ),
    "one with invitations is called off": (
        AT_INVITED,
        Cancel(),
        NOON,
        [GatheringCancelled()],
    ),
    "who came is recorded from the beginning on": (
        AT_INVITED,
        ANNA_CAME,
        MEETING.starts_at,
        [AttendanceRecorded((ANNA,), 3)],
    ),
    "nobody came": (
        AT_INVITED,
        RecordAttendance(frozenset(), 0),
        AFTERWARDS,
        [AttendanceRecorded((), 0)],
    ),
    "those who came are kept in order": (
        AT_INVITED,
        RecordAttendance(frozenset({BO, ANNA}), 0),
        AFTERWARDS,
        [AttendanceRecorded((ANNA, BO), 0)],
    ),
    "without invitations heads are counted": (
        AT_SCHEDULED,
        RecordAttendance(frozenset(), 12),
        AFTERWARDS,
        [AttendanceRecorded((), 12)],
    ),
    "the record is corrected": (
        AT_HELD,
        RecordAttendance(frozenset({ANNA, BO}), 3),
        AFTERWARDS,
        [AttendanceRecorded((ANNA, BO), 3)],
    ),
    "the number of heads is corrected": (
        AT_HELD,
        RecordAttendance(frozenset({ANNA}), 4),
        AFTERWARDS,
        [AttendanceRecorded((ANNA,), 4)],
    ),
    "the same record again is no news": (AT_HELD, ANNA_CAME, AFTERWARDS, []),
}


@pytest.mark.parametrize(("given", "when", "at", "then"), DONE.values(), ids=DONE)
def test_what_is_possible(
    given: tuple[Event, ...], when: Command, at: datetime, then: list[Event]
) -> None:
    """Given these facts, when this is asked, then that happens."""
    assert decided(given, when, at) == then


BACKWARDS = Slot(MEETING.ends_at, MEETING.starts_at, "Rådhuset")
EMPTY = Slot(MEETING.starts_at, MEETING.starts_at, "Rådhuset")
STRANGER = RecordAttendance(frozenset({CARLA, ANNA}), 0)

REFUSED: dict[str, tuple[tuple[Event, ...], Command, datetime, Reason]] = {
    "propose twice": (AT_PROPOSED, Propose(REVIEW), NOON, "proposed_already"),
    "review without partnership": (
        (),
        Propose(replace(REVIEW, partnership_id=None)),
        NOON,
        "partnership_missing",
    ),
    "schedule nothing": ((), Schedule(MEETING), NOON, "gathering_unknown"),
    "schedule backwards": (AT_PROPOSED, Schedule(BACKWARDS), NOON, "ends_before_start"),
    "schedule no time": (AT_PROPOSED, Schedule(EMPTY), NOON, "ends_before_start"),
    "schedule for now": (
        AT_PROPOSED,
        Schedule(MEETING),
        MEETING.starts_at,
        "starts_in_the_past",
    ),
    "schedule what people know": (
        AT_INVITED,
        Schedule(LATER),
        NOON,
        "people_told_already",
    ),
    "schedule a cancelled one": (
        AT_CANCELLED,
        Schedule(LATER),
        NOON,
        "gathering_cancelled",
    ),
    "schedule a held one": (AT_HELD, Schedule(LATER), NOON, "gathering_held"),
    "invite without a time": (
        AT_PROPOSED,
        Invite(CARLA_TOO, ANSWER_BY),
        NOON,
        "not_scheduled",
    ),
    "invite nobody": (AT_SCHEDULED, Invite((), ANSWER_BY), NOON, "nobody_to_invite"),
    "invite one contact twice at once": (
        AT_SCHEDULED,
        Invite((*CARLA_TOO, Invitation(TO_BO, CARLA)), ANSWER_BY),
        NOON,
        "invited_twice",
    ),
    "invite one contact again": (
        AT_INVITED,
        Invite((Invitation(TO_CARLA, ANNA),), ANSWER_BY),
        NOON,
        "invited_already",
    ),
    "invite more than a message can name": (
        AT_INVITED,
        Invite(CROWD, ANSWER_BY),
        NOON,
        "too_many_invited",
    ),
    "invite with no time left": (
        AT_SCHEDULED,
        Invite(CARLA_TOO, ANSWER_BY),
        ANSWER_BY,
        "answer_by_passed",
    ),
    "invite to answer after it began": (
        AT_SCHEDULED,
        Invite(CARLA_TOO, MEETING.starts_at + SECOND),
        NOON,
        "answer_by_after_start",
    ),
    "answer before anybody is invited": (
        AT_SCHEDULED,
        ANNA_COMES,
        NOON,
        "not_invited",
    ),
    "answer an unknown invitation": (
        AT_INVITED,
        Answer(TO_CARLA, ANNA, "accepted"),
        NOON,
        "not_invited",
    ),
    "answer for somebody else": (
        AT_INVITED,
        Answer(TO_BO, ANNA, "accepted"),
        NOON,
        "not_invited",
    ),
    "answer too late": (
        AT_INVITED,
        ANNA_COMES,
        ANSWER_BY + SECOND,
        "too_late_to_answer",
    ),
    "answer about a cancelled one": (
        AT_CANCELLED,
        ANNA_COMES,
        NOON,
        "gathering_cancelled",
    ),
    "move what nobody knows": (AT_SCHEDULED, MOVE, NOON, "nobody_told"),
    "move backwards": (
        AT_INVITED,
        Reschedule(BACKWARDS, ANSWER_BY),
        NOON,
        "ends_before_start",
    ),
    "move into the past": (
        AT_INVITED,
        MOVE,
        LATER.starts_at,
        "starts_in_the_past",
    ),
    "move with no time to answer": (
        AT_INVITED,
        Reschedule(LATER, NOON),
        NOON,
        "answer_by_passed",
    ),
    "move with answers after it": (
        AT_INVITED,
        Reschedule(LATER, LATER.starts_at + SECOND),
        NOON,
        "answer_by_after_start",
    ),
    "cancel nothing": ((), Cancel(), NOON, "gathering_unknown"),
    "cancel twice": (AT_CANCELLED, Cancel(), NOON, "gathering_cancelled"),
    "cancel what was held": (AT_HELD, Cancel(), NOON, "gathering_held"),
    "count before it begins": (
        AT_INVITED,
        ANNA_CAME,
        MEETING.starts_at - SECOND,
        "not_begun",
    ),
    "count without a time": (AT_PROPOSED, ANNA_CAME, AFTERWARDS, "not_scheduled"),
    "count at a cancelled one": (
        AT_CANCELLED,
        ANNA_CAME,
        AFTERWARDS,
        "gathering_cancelled",
    ),
    "count heads below zero": (
        AT_INVITED,
        RecordAttendance(frozenset(), -1),
        AFTERWARDS,
        "negative_heads",
    ),
    "count a stranger by name": (AT_INVITED, STRANGER, AFTERWARDS, "not_invited"),
    "count a stranger by name in a correction": (
        AT_HELD,
        STRANGER,
        AFTERWARDS,
        "not_invited",
    ),
}


@pytest.mark.parametrize(("given", "when", "at", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(
    given: tuple[Event, ...], when: Command, at: datetime, code: Reason
) -> None:
    """Given these facts, when this is asked, then a rule says no."""
    assert refusal(given, when, at).code == code


def test_every_reason_is_tested_and_has_a_sentence() -> None:
    """No reason exists only on paper, and none leaves a person without words."""
    reasons = set(get_args(Reason.__value__))

    assert {code for _, _, _, code in REFUSED.values()} == reasons
    assert reasons <= SENTENCES.keys()


FACTS: dict[
    str, tuple[tuple[Event, ...], Command, datetime, dict[str, str | int | list[str]]]
] = {
    "who is invited already": (
        AT_INVITED,
        Invite((Invitation(TO_CARLA, BO), Invitation(TO_BO, ANNA)), ANSWER_BY),
        NOON,
        {
            "contacts": [
                "00000000-0000-0000-0000-000000000001",
                "00000000-0000-0000-0000-000000000002",
            ]
        },
    ),
    "how many may be invited": (
        AT_INVITED,
        Invite(CROWD, ANSWER_BY),
        NOON,
        {"most": 2000},
    ),
    "who came and is not invited": (
        AT_INVITED,
        STRANGER,
        AFTERWARDS,
        {"contacts": ["00000000-0000-0000-0000-000000000003"]},
    ),
    "whose answer it was": (
        AT_SCHEDULED,
        ANNA_COMES,
        NOON,
        {"contacts": ["00000000-0000-0000-0000-000000000001"]},
    ),
    "until when answers counted": (
        AT_INVITED,
        ANNA_COMES,
        AFTERWARDS,
        {"answer_by": "2025-11-13T23:00:00+00:00"},
    ),
    "when it begins": (
        AT_INVITED,
        ANNA_CAME,
        NOON,
        {"starts_at": "2025-11-20T13:00:00+00:00"},
    ),
}


@pytest.mark.parametrize(("given", "when", "at", "facts"), FACTS.values(), ids=FACTS)
def test_a_refusal_names_the_facts(
    given: tuple[Event, ...],
    when: Command,
    at: datetime,
    facts: dict[str, str | int | list[str]],
) -> None:
    """The sentence can say who, or until when."""
    assert refusal(given, when, at).facts == facts
