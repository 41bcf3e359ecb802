"""What is asked of a partnership in force, and of its figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from services.partnerships.domain.agreement import EvidenceGrade, Outcome, Settlement
from services.partnerships.domain.commands.asking import (
    MANAGER,
    STAFF,
    SYSTEM,
    Asker,
    CommandName,
)
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.domain.sharing import Sharer


@dataclass(frozen=True, slots=True)
class Suspend:
    """Let the agreement rest; its term stands still."""

    name: ClassVar[CommandName] = "suspend"
    roles: ClassVar[frozenset[Asker]] = MANAGER

    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Let the agreement apply again, with the term moved by the days it rested."""

    name: ClassVar[CommandName] = "resume"
    roles: ClassVar[frozenset[Asker]] = MANAGER


@dataclass(frozen=True, slots=True)
class Terminate:
    """End the agreement before its term."""

    name: ClassVar[CommandName] = "terminate"
    roles: ClassVar[frozenset[Asker]] = MANAGER

    reason: str


@dataclass(frozen=True, slots=True)
class Expire:
    """Close a partnership whose term has passed without a final review."""

    name: ClassVar[CommandName] = "expire"
    roles: ClassVar[frozenset[Asker]] = SYSTEM


@dataclass(frozen=True, slots=True)
class RemindTermEnd:
    """Remind the parties that the term is about to end."""

    name: ClassVar[CommandName] = "remind-term-end"
    roles: ClassVar[frozenset[Asker]] = SYSTEM


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """Claim a figure for an indicator and a period, both days included.

    *sharers* have a part of it, all together the whole; *received* are the figures
    that others have shared with this partnership.
    """

    name: ClassVar[CommandName] = "report-outcome"
    roles: ClassVar[frozenset[Asker]] = STAFF

    outcome_id: UUID
    indicator: str
    first_day: date
    last_day: date
    value: Decimal
    evidence_grade: EvidenceGrade
    organisation_id: UUID | None = None
    restates: UUID | None = None
    method: str | None = None
    file: EvidenceFile | None = None
    sharers: tuple[Sharer, ...] = ()
    received: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class AcceptOutcome:
    """Let a reported figure count, with the evidence that one has seen."""

    name: ClassVar[CommandName] = "accept-outcome"
    roles: ClassVar[frozenset[Asker]] = STAFF

    outcome_id: UUID
    evidence_grade: EvidenceGrade
    file: EvidenceFile | None = None


@dataclass(frozen=True, slots=True)
class ReturnOutcome:
    """Give a reported figure back, with the reason."""

    name: ClassVar[CommandName] = "return-outcome"
    roles: ClassVar[frozenset[Asker]] = STAFF

    outcome_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class SettleObligation:
    """Say that an obligation was met or missed, or waive it as a manager, with reason."""

    name: ClassVar[CommandName] = "settle-obligation"
    roles: ClassVar[frozenset[Asker]] = STAFF

    obligation_id: UUID
    settlement: Settlement
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReopenObligation:
    """Owe again what was settled, on the day it had or on another, with reason."""

    name: ClassVar[CommandName] = "reopen-obligation"
    roles: ClassVar[frozenset[Asker]] = MANAGER

    obligation_id: UUID
    reason: str
    due_on: date | None = None
