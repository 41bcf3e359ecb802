"""Which commands a gathering takes at which stage, and what they bring about."""

from collections.abc import Collection
from datetime import datetime
from typing import assert_never
from uuid import UUID

from chassis.decider import Decider
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
from services.events.domain.events import (
    AttendanceRecorded,
    ContactsInvited,
    Event,
    GatheringCancelled,
    GatheringProposed,
    GatheringRescheduled,
    GatheringScheduled,
    InvitationAnswered,
)
from services.events.domain.evolution import evolve
from services.events.domain.gathering import (
    Cancelled,
    Held,
    Invitation,
    Invited,
    Planned,
    Proposed,
    Scheduled,
    Slot,
    Stage,
    Unproposed,
)
from services.events.domain.refusals import refused

MOST_INVITED = 2000  # one message names them all when the gathering moves


def decide(  # noqa: PLR0911 - one for each command
    command: Command, state: Stage, now: datetime
) -> list[Event]:
    """What *command* brings about now; raises Refusal when a rule says no."""
    match command:
        case Propose():
            return _propose(command, state)
        case Schedule():
            return _schedule(command, _planned(state), now)
        case Invite():
            return _invite(command, _planned(state), now)
        case Answer():
            return _answer(command, _planned(state), now)
        case Reschedule():
            return _reschedule(command, _planned(state), now)
        case Cancel():
            _planned(state)
            return [GatheringCancelled()]
        case RecordAttendance():
            return _record(command, state, now)
        case _:
            assert_never(command)


GATHERING: Decider[Command, Stage, Event, datetime] = Decider(
    initial=Unproposed(), decide=decide, evolve=evolve
)


def _planned(state: Stage) -> Planned:
    """The gathering if it is still to come about."""
    match state:
        case Unproposed():
            raise refused("gathering_unknown")
        case Held():
            raise refused("gathering_held")
        case Cancelled():
            raise refused("gathering_cancelled")
        case Proposed() | Scheduled() | Invited():
            return state
        case _:
            assert_never(state)


def _propose(command: Propose, state: Stage) -> list[Event]:
    if not isinstance(state, Unproposed):
        raise refused("proposed_already")
    subject = command.subject
    if subject.type == "review_meeting" and subject.partnership_id is None:
        raise refused("partnership_missing")
    return [GatheringProposed(subject)]


def _schedule(command: Schedule, state: Planned, now: datetime) -> list[Event]:
    if isinstance(state, Invited):
        raise refused("people_told_already")
    _require_possible(command.slot, now)
    return [GatheringScheduled(command.slot)]


def _invite(command: Invite, state: Planned, now: datetime) -> list[Event]:
    if isinstance(state, Proposed):
        raise refused("not_scheduled")
    contacts = [one.contact_id for one in command.invitations]
    if not contacts:
        raise refused("nobody_to_invite")
    if len(set(contacts)) < len(contacts):
        raise refused("invited_twice")
    told = {one.contact_id for one in _invitations(state)}
    again = told.intersection(contacts)
    if again:
        raise refused("invited_already", contacts=_named(again))
    if len(told) + len(contacts) > MOST_INVITED:
        raise refused("too_many_invited", most=MOST_INVITED)
    _require_time_to_answer(command.answer_by, state.slot, now)
    return [ContactsInvited(command.invitations, command.answer_by)]


def _answer(command: Answer, state: Planned, now: datetime) -> list[Event]:
    found = [
        one
        for one in _invitations(state)
        if (one.id, one.contact_id) == (command.invitation_id, command.contact_id)
    ]
    if not isinstance(state, Invited) or not found:
        raise refused("not_invited", contacts=_named([command.contact_id]))
    if now > state.answer_by:
        raise refused("too_late_to_answer", answer_by=state.answer_by.isoformat())
    if found[0].answer == command.answer:
        return []
    return [InvitationAnswered(command.invitation_id, command.answer)]


def _reschedule(command: Reschedule, state: Planned, now: datetime) -> list[Event]:
    if not isinstance(state, Invited):
        raise refused("nobody_told")
    _require_possible(command.slot, now)
    _require_time_to_answer(command.answer_by, command.slot, now)
    return [GatheringRescheduled(command.slot, command.answer_by)]


def _record(command: RecordAttendance, state: Stage, now: datetime) -> list[Event]:
    if not isinstance(state, Held):
        state = _planned(state)
        if isinstance(state, Proposed):
            raise refused("not_scheduled")
    if now < state.slot.starts_at:
        raise refused("not_begun", starts_at=state.slot.starts_at.isoformat())
    if command.extra_heads < 0:
        raise refused("negative_heads")
    strangers = command.came - {one.contact_id for one in _invitations(state)}
    if strangers:
        raise refused("not_invited", contacts=_named(strangers))
    if isinstance(state, Held) and (state.came, state.extra_heads) == (
        command.came,
        command.extra_heads,
    ):
        return []
    return [AttendanceRecorded(tuple(sorted(command.came)), command.extra_heads)]


def _invitations(state: Planned | Held) -> tuple[Invitation, ...]:
    return state.invitations if isinstance(state, Invited | Held) else ()


def _require_possible(slot: Slot, now: datetime) -> None:
    if slot.ends_at <= slot.starts_at:
        raise refused("ends_before_start")
    if slot.starts_at <= now:
        raise refused("starts_in_the_past")


def _require_time_to_answer(answer_by: datetime, slot: Slot, now: datetime) -> None:
    if answer_by <= now:
        raise refused("answer_by_passed")
    if answer_by > slot.starts_at:
        raise refused("answer_by_after_start")


def _named(contacts: Collection[UUID]) -> list[str]:
    return sorted(str(one) for one in contacts)
