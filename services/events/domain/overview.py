"""What a gathering shows from outside, whatever its stage."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

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
    Subject,
    Unproposed,
)

type Status = Literal["proposed", "scheduled", "invited", "held", "cancelled"]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came: invited contacts, and how many others."""

    came: frozenset[UUID]
    extra_heads: int
    attended: int


@dataclass(frozen=True, slots=True)
class Overview:
    """One gathering as lists, pages and calendars show it."""

    status: Status
    subject: Subject
    slot: Slot | None = None
    answer_by: datetime | None = None
    invitations: tuple[Invitation, ...] = ()
    sequence: int = 0
    attendance: Attendance | None = None


def overview(stage: Stage) -> Overview | None:
    """What there is to show; nothing of a gathering that nobody proposed."""
    match stage:
        case Unproposed():
            return None
        case Proposed() | Scheduled() | Invited():
            return _planned(stage)
        case Held():
            return Overview(
                "held",
                stage.subject,
                stage.slot,
                invitations=stage.invitations,
                sequence=stage.sequence,
                attendance=Attendance(stage.came, stage.extra_heads, stage.attended),
            )
        case Cancelled():
            return replace(_planned(stage.was), status="cancelled")
        case _:
            assert_never(stage)


def _planned(stage: Planned) -> Overview:
    match stage:
        case Proposed():
            return Overview("proposed", stage.subject)
        case Scheduled():
            return Overview("scheduled", stage.subject, stage.slot)
        case Invited():
            return Overview(
                "invited",
                stage.subject,
                stage.slot,
                stage.answer_by,
                stage.invitations,
                stage.sequence,
            )
        case _:
            assert_never(stage)
