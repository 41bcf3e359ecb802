"""What each event makes of a gathering."""

from dataclasses import replace
from typing import assert_never

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
from services.events.domain.gathering import (
    Cancelled,
    Held,
    Invitation,
    Invited,
    Proposed,
    Scheduled,
    Stage,
)


def evolve(state: Stage, event: Event) -> Stage:  # noqa: PLR0911 - one for each event
    """The gathering after *event*; one that does not fit its stage changes nothing."""
    match event:
        case GatheringProposed():
            return Proposed(event.subject)
        case GatheringScheduled():
            return _scheduled(state, event)
        case ContactsInvited():
            return _invited(state, event)
        case InvitationAnswered():
            return _answered(state, event)
        case GatheringRescheduled():
            return _moved(state, event)
        case GatheringCancelled():
            return _cancelled(state)
        case AttendanceRecorded():
            return _held(state, event)
        case _:
            assert_never(event)


def _scheduled(state: Stage, event: GatheringScheduled) -> Stage:
    match state:
        case Proposed() | Scheduled():
            return Scheduled(state.subject, event.slot)
        case _:
            return state


def _invited(state: Stage, event: ContactsInvited) -> Stage:
    match state:
        case Scheduled():
            return Invited(
                state.subject, state.slot, event.answer_by, event.invitations, 0
            )
        case Invited():
            # why: whoever was told a later day keeps it
            return replace(
                state,
                answer_by=max(state.answer_by, event.answer_by),
                invitations=state.invitations + event.invitations,
            )
        case _:
            return state


def _answered(state: Stage, event: InvitationAnswered) -> Stage:
    match state:
        case Invited():
            return replace(
                state,
                invitations=tuple(
                    replace(one, answer=event.answer)
                    if one.id == event.invitation_id
                    else one
                    for one in state.invitations
                ),
            )
        case _:
            return state


def _moved(state: Stage, event: GatheringRescheduled) -> Stage:
    match state:
        case Invited():
            return replace(
                state,
                slot=event.slot,
                answer_by=event.answer_by,
                invitations=tuple(
                    Invitation(one.id, one.contact_id) for one in state.invitations
                ),
                sequence=state.sequence + 1,
            )
        case _:
            return state


def _cancelled(state: Stage) -> Stage:
    match state:
        case Invited():
            return Cancelled(replace(state, sequence=state.sequence + 1))
        case Proposed() | Scheduled():
            return Cancelled(state)
        case _:
            return state


def _held(state: Stage, event: AttendanceRecorded) -> Stage:
    came = frozenset(event.came)
    match state:
        case Scheduled():
            return Held(state.subject, state.slot, came, event.extra_heads, (), 0)
        case Invited() | Held():
            return Held(
                state.subject,
                state.slot,
                came,
                event.extra_heads,
                state.invitations,
                state.sequence,
            )
        case _:
            return state
