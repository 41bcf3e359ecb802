"""A gathering and what it is at each stage of its life."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

type GatheringType = Literal["review_meeting", "network_meeting"]
type AnswerValue = Literal["accepted", "declined", "tentative"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What people meet about."""

    type: GatheringType
    partnership_id: UUID | None
    title: str
    suggested: tuple[UUID, ...]  # contacts to invite; nobody is told until invited


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where people meet."""

    starts_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """One contact's invitation, and what they last answered about this slot."""

    id: UUID
    contact_id: UUID
    answer: AnswerValue | None = None


@dataclass(frozen=True, slots=True)
class Unproposed:
    """Nobody asked for it yet."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """It shall be held, but when and where is open."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Time and place are set, and nobody has been told."""

    subject: Subject
    slot: Slot


@dataclass(frozen=True, slots=True)
class Invited:
    """People know about it; every change from now on reaches their calendars."""

    subject: Subject
    slot: Slot
    answer_by: datetime
    invitations: tuple[Invitation, ...]
    sequence: int  # of the calendar entry (RFC 5545), raised by every change


@dataclass(frozen=True, slots=True)
class Held:
    """It took place; the last record of who came stands."""

    subject: Subject
    slot: Slot
    came: frozenset[UUID]
    extra_heads: int  # people who came without an invitation of their own
    invitations: tuple[Invitation, ...]
    sequence: int  # of the calendar entry

    @property
    def attended(self) -> int:
        """How many people came."""
        return len(self.came) + self.extra_heads


@dataclass(frozen=True, slots=True)
class Cancelled:
    """It will not take place; *was* is what it had come to."""

    was: Proposed | Scheduled | Invited


type Planned = Proposed | Scheduled | Invited
type Stage = Unproposed | Planned | Held | Cancelled
