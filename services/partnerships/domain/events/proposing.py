"""What happened while a partnership was proposed, voted on and decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.partnerships.domain.proposal import Party, Tally, Voter
from services.partnerships.domain.values import FieldValue


@dataclass(frozen=True, slots=True)
class PartnershipProposed:
    """A first draft was written under a version of a kind."""

    reference: str
    kind: str
    kind_version: int
    title: str
    parties: tuple[Party, ...]
    goals: tuple[str, ...]
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class ProposalRevised:
    """The draft now reads like this."""

    title: str
    parties: tuple[Party, ...]
    goals: tuple[str, ...]
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class ProposalSubmitted:
    """The draft was handed over to be decided."""

    submitter: str


@dataclass(frozen=True, slots=True)
class PartnershipWithdrawn:
    """The proposal was given up."""

    reason: str
    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class ConflictDeclared:
    """A member of staff said that their impartiality may be doubted."""

    declarer: str


@dataclass(frozen=True, slots=True)
class CriterionAssessed:
    """One criterion was scored."""

    criterion: str
    score: int
    reason: str
    assessor: str


@dataclass(frozen=True, slots=True)
class BallotOpened:
    """The roll may vote to the end of the closing day."""

    round: int
    opened_on: date
    closes_on: date
    roll: tuple[Voter, ...]


@dataclass(frozen=True, slots=True)
class VoteCast:
    """An organisation voted; what it voted is told nowhere but in the totals."""

    round: int
    organisation_id: UUID
    share: int
    evidence: str | None


@dataclass(frozen=True, slots=True)
class BallotClosed:
    """The ballot box was counted."""

    round: int
    passed: bool
    roll_heads: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class ProposalReturned:
    """The proposal was given back to be revised."""

    feedback: str


@dataclass(frozen=True, slots=True)
class ProposalApproved:
    """A manager said yes; the agreement may be negotiated."""


@dataclass(frozen=True, slots=True)
class ProposalRejected:
    """A manager said no."""

    reason: str
    rejected_on: date
