"""What happened to a partnership in force, to its obligations and its figures."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from services.partnerships.domain.agreement import (
    EvidenceGrade,
    OutcomeShare,
    Settlement,
)
from services.partnerships.domain.evidence import EvidenceFile

type Deadline = Literal[
    "ballot", "expectations", "signature", "declaration", "statement", "term_end"
]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A contact who is reminded for an organisation."""

    organisation_id: UUID
    contact_id: UUID


@dataclass(frozen=True, slots=True)
class DeadlineApproached:
    """A due day is near, and these have not acted yet.

    *item_id* is the review, for a statement; version and hash are for a signature;
    *round* is that of the ballot, *declaration* the key of one.
    """

    deadline: Deadline
    reminded_on: date
    due_on: date
    item_id: UUID | None
    agreement_version: int | None
    sha256: str | None
    outstanding: tuple[Outstanding, ...]
    round: int | None = None
    declaration: str | None = None


@dataclass(frozen=True, slots=True)
class PartnershipSuspended:
    """The agreement rests."""

    reason: str
    suspended_on: date


@dataclass(frozen=True, slots=True)
class PartnershipResumed:
    """The agreement applies again; all its days moved by those it rested."""

    rested_days: int
    ends_on: date


@dataclass(frozen=True, slots=True)
class PartnershipTerminated:
    """A manager ended the agreement before its term."""

    reason: str
    ended_on: date


@dataclass(frozen=True, slots=True)
class PartnershipExpired:
    """The term passed without a final review."""

    ended_on: date


@dataclass(frozen=True, slots=True)
class PartnershipCompleted:
    """The partnership was closed after its final review."""

    ended_on: date


@dataclass(frozen=True, slots=True)
class OutcomeReported:
    """A figure was claimed."""

    outcome_id: UUID
    indicator: str
    first_day: date
    last_day: date
    value: Decimal
    unit: str
    evidence_grade: EvidenceGrade
    organisation_id: UUID | None
    restates: UUID | None
    reporter: str
    method: str | None = None
    file: EvidenceFile | None = None
    shares: tuple[OutcomeShare, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeAccepted:
    """The figure counts; one that it restates no longer does."""

    outcome_id: UUID
    evidence_grade: EvidenceGrade
    file: EvidenceFile | None = None


@dataclass(frozen=True, slots=True)
class OutcomeReturned:
    """The figure does not count."""

    outcome_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class ObligationSettled:
    """An obligation was met, missed or waived; whoever waived it said why."""

    obligation_id: UUID
    settlement: Settlement
    settled_on: date
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ObligationReopened:
    """What was settled is owed again, by a day."""

    obligation_id: UUID
    reason: str
    due_on: date
