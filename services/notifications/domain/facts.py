"""What people are told: the part of each event message that a mail needs.

The fields have the names of the message's own fields, so that the one is read from
the other. Values of a vocabulary that may grow stay plain strings.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Addressee:
    """A contact who is told on account of one organisation."""

    contact_id: UUID
    organisation_id: UUID
    role: str | None = None  # in the kind; None where the message does not tell


@dataclass(frozen=True, slots=True)
class Invitee:
    """A contact who is invited to a gathering."""

    contact_id: UUID
    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class PartnershipFact:
    """What every fact about a partnership says."""

    partnership_id: UUID
    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class BallotOpened(PartnershipFact):
    """The voters are asked to vote until the closing day."""

    closes_on: date
    voters: tuple[Addressee, ...]
    round: int | None = None  # what was kept at first does not say


@dataclass(frozen=True, slots=True)
class BallotClosed(PartnershipFact):
    """The votes are counted."""

    passed: bool
    roll_heads: int
    cast_heads: int
    cast_share: int  # basis points of all contributions
    yes_heads: int
    yes_share: int  # basis points of all contributions
    parties: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class PartnershipDecided(PartnershipFact):
    """The proposal was approved, rejected or withdrawn."""

    decision: str
    parties: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class ConfirmationAsked(PartnershipFact):
    """These are asked to confirm what they stand by."""

    what: str  # the vocabulary may grow
    item: str
    answer_by: date
    asked: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class AgreementSentForSignature(PartnershipFact):
    """The signatories are asked to sign."""

    agreement_version: int
    sha256: str
    sign_by: date
    signatories: tuple[Addressee, ...]
    change: str | None = None  # of an agreement in force; the vocabulary may grow


@dataclass(frozen=True, slots=True)
class SigningEnded(PartnershipFact):
    """Nobody need sign any more: declined, lapsed or edited."""

    cause: str
    parties: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class AgreementConcluded(PartnershipFact):
    """Everybody signed."""

    starts_on: date
    ends_on: date
    parties: tuple[Addressee, ...]
    change: str | None = None  # of an agreement in force; the vocabulary may grow
    leaving: tuple[Addressee, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementTookEffect(PartnershipFact):
    """The agreement, or a new version of it, applies from now on."""

    starts_on: date
    ends_on: date
    amendment: bool
    parties: tuple[Addressee, ...]
    change: str | None = None  # of an agreement in force; the vocabulary may grow
    agreement_version: int | None = None  # what was kept at first does not say


@dataclass(frozen=True, slots=True)
class PartnershipSuspended(PartnershipFact):
    """The agreement rests."""

    parties: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class PartnershipResumed(PartnershipFact):
    """The agreement applies again, until a new last day."""

    ends_on: date
    parties: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class PartnershipEnded(PartnershipFact):
    """The partnership was completed, expired or terminated."""

    outcome: str
    ended_on: date
    parties: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class DeadlineApproached(PartnershipFact):
    """These have not acted yet, and the day is near."""

    deadline: str
    due_on: date
    item_id: UUID | None
    agreement_version: int | None
    sha256: str | None
    outstanding: tuple[Addressee, ...]
    round: int | None = None  # of a ballot; what was kept at first does not say
    declaration: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewOpened(PartnershipFact):
    """Every party is asked for a statement."""

    review_id: UUID
    statements_due_on: date
    parties: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class ReviewConcluded(PartnershipFact):
    """The conclusion is to continue, to amend or to end."""

    conclusion: str
    action_points: int
    parties: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class GatheringFact:
    """What every fact about a gathering says."""

    gathering_id: UUID
    gathering_type: str
    partnership_id: UUID | None
    title: str
    starts_at: datetime
    calendar: str
    invitees: tuple[Invitee, ...]


@dataclass(frozen=True, slots=True)
class GatheringInvited(GatheringFact):
    """The invitees are asked whether they will come."""

    ends_at: datetime
    place: str
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class GatheringRescheduled(GatheringFact):
    """It moved; the invitees are asked again."""

    ends_at: datetime
    place: str
    answer_by: datetime


@dataclass(frozen=True, slots=True)
class GatheringCancelled(GatheringFact):
    """It will not take place."""


type Gathering = GatheringInvited | GatheringRescheduled | GatheringCancelled

type Fact = (
    BallotOpened
    | BallotClosed
    | PartnershipDecided
    | ConfirmationAsked
    | AgreementSentForSignature
    | SigningEnded
    | AgreementConcluded
    | AgreementTookEffect
    | PartnershipSuspended
    | PartnershipResumed
    | PartnershipEnded
    | DeadlineApproached
    | ReviewOpened
    | ReviewConcluded
    | Gathering
)
