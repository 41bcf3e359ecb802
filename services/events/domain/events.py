"""What happened to a gathering, as its history keeps it: ids, never people's names."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.events.domain.gathering import AnswerValue, Invitation, Slot, Subject


@dataclass(frozen=True, slots=True)
class GatheringProposed:
    """It shall be held."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class GatheringScheduled:
    """Time and place are set."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class ContactsInvited:
    """These were told, besides those who were told before."""

    invitations: tuple[Invitation, ...]
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class InvitationAnswered:
    """An invited contact said whether they will come."""

    invitation_id: UUID
    answer: AnswerValue


@dataclass(frozen=True, slots=True)
class GatheringRescheduled:
    """It moved, and what was answered about the earlier time no longer counts."""

    slot: Slot
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class GatheringCancelled:
    """It will not take place."""


@dataclass(frozen=True, slots=True)
class AttendanceRecorded:
    """These came, and so many more."""

    came: tuple[UUID, ...]
    extra_heads: int


type Event = (
    GatheringProposed
    | GatheringScheduled
    | ContactsInvited
    | InvitationAnswered
    | GatheringRescheduled
    | GatheringCancelled
    | AttendanceRecorded
)
