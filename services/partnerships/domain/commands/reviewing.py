"""What is asked around reviews, up to the completion that they lead to."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.partnerships.domain.commands.asking import (
    MANAGER,
    STAFF,
    STAFF_OR_CONTACT,
    STAFF_OR_SYSTEM,
    SYSTEM,
    Asker,
    CommandName,
)
from services.partnerships.domain.review import (
    ActionPoint,
    Conclusion,
    ObligationStatement,
)


@dataclass(frozen=True, slots=True)
class OpenReview:
    """Ask every party for a statement; by the rhythm, or when staff wish it."""

    name: ClassVar[CommandName] = "open-review"
    roles: ClassVar[frozenset[Asker]] = STAFF_OR_SYSTEM

    review_id: UUID


@dataclass(frozen=True, slots=True)
class GiveStatement:
    """Say how every obligation goes and rate the municipality, for one party.

    Staff speak for the municipality, which does not rate itself, or record what a
    partner said and where the evidence is.
    """

    name: ClassVar[CommandName] = "give-statement"
    roles: ClassVar[frozenset[Asker]] = STAFF_OR_CONTACT

    organisation_id: UUID
    rating: int | None
    obligations: tuple[ObligationStatement, ...]
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class RemindStatement:
    """Remind the parties that have not given their statement."""

    name: ClassVar[CommandName] = "remind-statement"
    roles: ClassVar[frozenset[Asker]] = SYSTEM


@dataclass(frozen=True, slots=True)
class ConcludeReview:
    """Draw the conclusion of the review, with what is to be done."""

    name: ClassVar[CommandName] = "conclude-review"
    roles: ClassVar[frozenset[Asker]] = MANAGER

    conclusion: Conclusion
    summary: str
    action_points: tuple[ActionPoint, ...]


@dataclass(frozen=True, slots=True)
class CloseActionPoint:
    """Say that an action point is done, and where that can be seen."""

    name: ClassVar[CommandName] = "close-action-point"
    roles: ClassVar[frozenset[Asker]] = STAFF

    action_point_id: UUID
    evidence: str


@dataclass(frozen=True, slots=True)
class VerifyActionPoint:
    """Confirm what another has closed."""

    name: ClassVar[CommandName] = "verify-action-point"
    roles: ClassVar[frozenset[Asker]] = STAFF

    action_point_id: UUID


@dataclass(frozen=True, slots=True)
class Complete:
    """Close a partnership whose final review was concluded with `end`."""

    name: ClassVar[CommandName] = "complete"
    roles: ClassVar[frozenset[Asker]] = MANAGER
