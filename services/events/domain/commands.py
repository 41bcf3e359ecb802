"""What may be asked of a gathering."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.events.domain.gathering import AnswerValue, Invitation, Slot, Subject


@dataclass(frozen=True, slots=True)
class Propose:
    """Let people meet about this."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class Schedule:
    """Set time and place, while nobody has been told of any."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Invite:
    """Tell these contacts; more may follow later."""

    invitations: tuple[Invitation, ...]
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Say whether one will come; may be changed until the last day for answers."""

    invitation_id: UUID
    contact_id: UUID
    answer: AnswerValue


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Move it after people were told; everybody is asked anew."""

    slot: Slot
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class Cancel:
    """Call it off."""


@dataclass(frozen=True, slots=True)
class RecordAttendance:
    """Say who came; replaces what was recorded before."""

    came: frozenset[UUID]
    extra_heads: int


type Command = (
    Propose | Schedule | Invite | Answer | Reschedule | Cancel | RecordAttendance
)
