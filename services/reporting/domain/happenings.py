"""What the evaluation needs to know of each message, one shape per message."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

type Grade = str  # vocabularies of messages may grow


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPartnership:
    """What every message about one partnership says."""

    reference: str
    kind: str


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in a role."""

    organisation_id: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed(OfPartnership):
    """A partnership was proposed, or its proposal revised."""

    title: str
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(OfPartnership):
    """The proposal now reads like this."""

    title: str
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotClosed(OfPartnership):
    """A ballot was counted; shares are basis points of the contributions."""

    passed: bool
    roll_heads: int
    cast_heads: int
    cast_share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(OfPartnership):
    """The proposal was approved, rejected or withdrawn."""

    decision: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What an agreement promises on one indicator."""

    goal: str
    indicator: str
    baseline: Decimal
    targets: dict[int, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementConcluded(OfPartnership):
    """Everybody signed this version of the agreement."""

    agreement_version: int
    starts_on: date
    ends_on: date
    indicators: tuple[Promise, ...]
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTookEffect(OfPartnership):
    """This version of the agreement is the one in force."""

    agreement_version: int
    starts_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(OfPartnership):
    """The agreement rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(OfPartnership):
    """The agreement applies again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(OfPartnership):
    """The partnership was completed, expired or was terminated."""

    outcome: str
    ended_on: date


@dataclass(frozen=True, slots=True)
class Period:
    """Civil dates, both included."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class OutcomeShare:
    """The part of a figure that belongs to a partnership."""

    partnership_id: UUID
    reference: str
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeReported(OfPartnership):
    """A figure was claimed."""

    outcome_id: UUID
    indicator: str
    period: Period
    value: Decimal
    unit: str
    evidence_grade: Grade
    restates: UUID | None
    shares: tuple[OutcomeShare, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeAccepted(OfPartnership):
    """Somebody other than the reporter accepted the figure."""

    outcome_id: UUID
    evidence_grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeReturned(OfPartnership):
    """The figure was handed back."""

    outcome_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened(OfPartnership):
    """The parties are asked how it goes."""

    review_id: UUID
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementGiven(OfPartnership):
    """A party answered, and rated the municipality from 1 to 5."""

    review_id: UUID
    organisation_id: UUID
    rating: int
    given_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewConcluded(OfPartnership):
    """A manager concluded the review."""

    review_id: UUID
    conclusion: str
    action_points: int


@dataclass(frozen=True, slots=True)
class AttendanceRecorded:
    """How many came to a gathering; replaces an earlier count."""

    gathering_id: UUID
    gathering_type: str
    held_at: datetime
    invited: int
    attended: int


@dataclass(frozen=True, slots=True)
class OrganisationRegistered:
    """An organisation that can take part, with what it works in."""

    organisation_id: UUID
    focus: tuple[str, ...]


type Happening = (
    Proposed
    | Revised
    | BallotClosed
    | Decided
    | AgreementConcluded
    | AgreementTookEffect
    | Suspended
    | Resumed
    | Ended
    | OutcomeReported
    | OutcomeAccepted
    | OutcomeReturned
    | ReviewOpened
    | StatementGiven
    | ReviewConcluded
    | AttendanceRecorded
    | OrganisationRegistered
)
