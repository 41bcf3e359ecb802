"""What is asked while a partnership is proposed, voted on and decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.partnerships.domain.commands.asking import (
    MANAGER,
    OFFICER,
    OFFICER_OR_CONTACT,
    OFFICER_OR_SYSTEM,
    STAFF,
    SYSTEM,
    Asker,
    CommandName,
)
from services.partnerships.domain.proposal import Choice, Party
from services.partnerships.domain.values import FieldValue


@dataclass(frozen=True, slots=True)
class Propose:
    """Write the first draft, under the reference that the case has got."""

    name: ClassVar[CommandName] = "propose"
    roles: ClassVar[frozenset[Asker]] = OFFICER

    reference: str
    title: str
    parties: tuple[Party, ...]
    goals: tuple[str, ...]
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Revise:
    """Replace the draft by this text."""

    name: ClassVar[CommandName] = "revise"
    roles: ClassVar[frozenset[Asker]] = OFFICER

    title: str
    parties: tuple[Party, ...]
    goals: tuple[str, ...]
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Submit:
    """Hand the draft over to be assessed and decided."""

    name: ClassVar[CommandName] = "submit"
    roles: ClassVar[frozenset[Asker]] = OFFICER


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Give the proposal up, at any time before an agreement is concluded."""

    name: ClassVar[CommandName] = "withdraw"
    roles: ClassVar[frozenset[Asker]] = OFFICER

    reason: str


@dataclass(frozen=True, slots=True)
class DeclareConflict:
    """Say that one's own impartiality may be doubted (inhabilitet)."""

    name: ClassVar[CommandName] = "declare-conflict"
    roles: ClassVar[frozenset[Asker]] = STAFF


@dataclass(frozen=True, slots=True)
class Assess:
    """Score one criterion, with a reason; a later score replaces an earlier one."""

    name: ClassVar[CommandName] = "assess"
    roles: ClassVar[frozenset[Asker]] = STAFF

    criterion: str
    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class OpenBallot:
    """Call those who share the contributions to vote."""

    name: ClassVar[CommandName] = "open-ballot"
    roles: ClassVar[frozenset[Asker]] = OFFICER


@dataclass(frozen=True, slots=True)
class CastVote:
    """Vote for one organisation on the roll.

    The choice is never part of the history: the caller adds it to the ballot box in
    the same transaction. Staff who record a vote say where the evidence is.
    """

    name: ClassVar[CommandName] = "cast-vote"
    roles: ClassVar[frozenset[Asker]] = OFFICER_OR_CONTACT

    organisation_id: UUID
    choice: Choice
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class CloseBallot:
    """Count the ballot box, which the circumstances carry."""

    name: ClassVar[CommandName] = "close-ballot"
    roles: ClassVar[frozenset[Asker]] = OFFICER_OR_SYSTEM


@dataclass(frozen=True, slots=True)
class RemindBallot:
    """Remind those who have not voted."""

    name: ClassVar[CommandName] = "remind-ballot"
    roles: ClassVar[frozenset[Asker]] = SYSTEM


@dataclass(frozen=True, slots=True)
class Return:
    """Give the proposal back to be revised."""

    name: ClassVar[CommandName] = "return"
    roles: ClassVar[frozenset[Asker]] = MANAGER

    feedback: str


@dataclass(frozen=True, slots=True)
class Approve:
    """Say yes to the proposal."""

    name: ClassVar[CommandName] = "approve"
    roles: ClassVar[frozenset[Asker]] = MANAGER


@dataclass(frozen=True, slots=True)
class Reject:
    """Say no to the proposal."""

    name: ClassVar[CommandName] = "reject"
    roles: ClassVar[frozenset[Asker]] = MANAGER

    reason: str
