"""What happened while an agreement, or its amendment, was negotiated and signed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.partnerships.domain.agreement import (
    BehalfReason,
    Change,
    ChangeType,
    Measure,
    Terms,
)
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.domain.proposal import Party

type SigningEnd = Literal["declined", "lapsed", "edited"]


@dataclass(frozen=True, slots=True)
class AgreementDrafted:
    """A version of the terms was written; in force perhaps as a change of a type."""

    version: int
    terms: Terms
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class AgreementSentForSignature:
    """A version was frozen and lies before its signatories.

    Where there is an order, *asked* are those whose turn it is; else it is everybody's.
    """

    version: int
    sha256: str
    sent_on: date
    sign_by: date
    signatories: tuple[Party, ...]
    asked: tuple[Party, ...] | None = None
    change: ChangeType | None = None


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Why and with what evidence staff recorded an acceptance; once without a file."""

    reason: BehalfReason
    evidence: str
    file: EvidenceFile | None = None


@dataclass(frozen=True, slots=True)
class AgreementSigned:
    """A party accepted the frozen text."""

    version: int
    sha256: str
    organisation_id: UUID
    on_behalf: OnBehalf | None
    outstanding: int


@dataclass(frozen=True, slots=True)
class SignatureAsked:
    """The turn of these signatories has come, now that others have signed."""

    version: int
    sha256: str
    sign_by: date
    signatories: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class SignatureRevoked:
    """A signature was taken back; *rested_on* is whose own took it along, if any."""

    version: int
    organisation_id: UUID
    reason: str
    outstanding: int
    rested_on: UUID | None = None


@dataclass(frozen=True, slots=True)
class SigningEnded:
    """The round of signatures ended without an agreement; acceptances are void."""

    version: int
    cause: SigningEnd
    organisation_id: UUID | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class AgreementConcluded:
    """Everybody signed; *parties* are those it will have, where that is a change."""

    version: int
    sha256: str
    starts_on: date
    ends_on: date
    measures: tuple[Measure, ...]
    change: ChangeType | None = None
    parties: tuple[Party, ...] | None = None


@dataclass(frozen=True, slots=True)
class AgreementTookEffect:
    """The first day of a concluded version has come; *rested_days* moved its others."""

    version: int
    starts_on: date
    ends_on: date
    amendment: bool
    change: ChangeType | None = None
    rested_days: int = 0
