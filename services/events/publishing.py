"""What the other services are told of a gathering's events, given what it became."""

from typing import TypedDict
from uuid import UUID

from chassis.history import Recorded
from chassis.ids import derived_id
from contracts import (
    AttendanceRecordedV1,
    Envelope,
    GatheringCancelledV1,
    GatheringInvitedV1,
    GatheringProposedV1,
    GatheringRescheduledV1,
    InvitationAnsweredV1,
    Invitee,
    Message,
)
from services.events.calendar import Method, entry
from services.events.domain.events import (
    AttendanceRecorded,
    ContactsInvited,
    Event,
    GatheringCancelled,
    GatheringProposed,
    GatheringRescheduled,
    InvitationAnswered,
)
from services.events.domain.gathering import (
    Cancelled,
    Held,
    Invitation,
    Invited,
    Proposed,
    Stage,
    Subject,
)


class Identity(TypedDict):
    """The fields that every message about a gathering has."""

    gathering_id: UUID
    gathering_type: str
    partnership_id: UUID | None


def announce(
    recorded: Recorded[Event], stage: Stage, organizer: str, causation: UUID | None
) -> Envelope[Message] | None:
    """The message of a recorded event, or nothing when it is nobody else's business."""
    told = _message(recorded, stage, organizer)
    if told is None:
        return None
    return Envelope(
        id=derived_id(recorded.stream_id, recorded.version, 0),
        occurred_at=recorded.occurred_at,
        aggregate_id=recorded.stream_id,
        sequence=recorded.version,
        actor=recorded.actor,
        correlation_id=recorded.correlation_id,
        causation_id=causation,
        message=told,
    )


def _message(  # noqa: PLR0911 - one for each message
    recorded: Recorded[Event], stage: Stage, organizer: str
) -> Message | None:
    match recorded.event, stage:
        case GatheringProposed(), Proposed(subject):
            return GatheringProposedV1(
                **_identity(recorded, subject), title=subject.title
            )
        case ContactsInvited(invitations), Invited():
            return _invited(recorded, stage, invitations, organizer)
        case GatheringRescheduled(), Invited():
            return _rescheduled(recorded, stage, organizer)
        case GatheringCancelled(), Cancelled(Invited() as was):
            return _cancelled(recorded, was, organizer)
        case InvitationAnswered(invitation_id, answer), Invited(subject):
            return InvitationAnsweredV1(
                **_identity(recorded, subject),
                invitation_id=invitation_id,
                answer=answer,
            )
        case AttendanceRecorded(), Held(subject):
            return AttendanceRecordedV1(
                **_identity(recorded, subject),
                held_at=stage.slot.starts_at,
                invited=len(stage.invitations),
                attended=stage.attended,
            )
        case _:
            return None


def _invited(
    recorded: Recorded[Event],
    stage: Invited,
    invitations: tuple[Invitation, ...],
    organizer: str,
) -> GatheringInvitedV1:
    return GatheringInvitedV1(
        **_identity(recorded, stage.subject),
        title=stage.subject.title,
        starts_at=stage.slot.starts_at,
        ends_at=stage.slot.ends_at,
        place=stage.slot.place,
        answer_by=stage.answer_by,
        calendar=_calendar("REQUEST", recorded, stage, organizer),
        invitees=_invitees(invitations),
    )


def _rescheduled(
    recorded: Recorded[Event], stage: Invited, organizer: str
) -> GatheringRescheduledV1:
    return GatheringRescheduledV1(
        **_identity(recorded, stage.subject),
        title=stage.subject.title,
        starts_at=stage.slot.starts_at,
        ends_at=stage.slot.ends_at,
        place=stage.slot.place,
        answer_by=stage.answer_by,
        calendar=_calendar("REQUEST", recorded, stage, organizer),
        invitees=_invitees(stage.invitations),
    )


def _cancelled(
    recorded: Recorded[Event], was: Invited, organizer: str
) -> GatheringCancelledV1:
    return GatheringCancelledV1(
        **_identity(recorded, was.subject),
        title=was.subject.title,
        starts_at=was.slot.starts_at,
        calendar=_calendar("CANCEL", recorded, was, organizer),
        invitees=_invitees(was.invitations),
    )


def _identity(recorded: Recorded[Event], subject: Subject) -> Identity:
    return Identity(
        gathering_id=recorded.stream_id,
        gathering_type=subject.type,
        partnership_id=subject.partnership_id,
    )


def _calendar(
    method: Method, recorded: Recorded[Event], stage: Invited, organizer: str
) -> str:
    return entry(
        method,
        recorded.stream_id,
        stage.subject,
        stage.slot,
        sequence=stage.sequence,
        at=recorded.occurred_at,
        organizer=organizer,
    )


def _invitees(invitations: tuple[Invitation, ...]) -> tuple[Invitee, ...]:
    return tuple(
        Invitee(invitation_id=one.id, contact_id=one.contact_id) for one in invitations
    )
