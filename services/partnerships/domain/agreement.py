"""What is agreed: terms, the round of signatures, obligations and outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.values import FieldValue

type EvidenceGrade = Literal[
    "claimed", "partner_attested", "staff_verified", "register_verified"
]
type BehalfReason = Literal[
    "signed_on_paper", "signed_by_digital_signature", "decided_by_board"
]
type ChangeType = Literal[
    "extend",
    "shorten",
    "change_targets",
    "add_party",
    "remove_party",
    "correct",
    "replace_signatory",
]
type Settlement = Literal["met", "missed", "waived"]
type Acceptance = Literal["reported", "accepted", "returned", "restated"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the agreement, under the key that the kind asks for."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a party gives by a day, to another party or, without one, to all."""

    id: UUID
    owner: UUID
    beneficiary: UUID | None
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class YearlyTarget:
    """What an indicator shall have reached in a calendar year."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """The baseline and the targets of one indicator, for one goal of the policy."""

    goal: str
    indicator: str
    baseline: Decimal
    targets: tuple[YearlyTarget, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a party pays each year, in øre."""

    organisation_id: UUID
    yearly_ore: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The whole text of one version: its canonical JSON is what is signed."""

    starts_on: date
    ends_on: date
    clauses: tuple[Clause, ...]
    obligations: tuple[Obligation, ...]
    measures: tuple[Measure, ...]
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Why a version changes the one in force, and what it changes beside the terms.

    *parties* are all of them as they then are; *fields* those that say something else.
    """

    type: ChangeType
    reason: str
    parties: tuple[Party, ...] | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangedTerms:
    """The whole text of a version that is a change: its reason is signed as well."""

    terms: Terms
    change: Change


def text_of(terms: Terms, change: Change | None) -> Terms | ChangedTerms:
    """Return what the signatories of a version put their names to."""
    return terms if change is None else ChangedTerms(terms, change)


def type_of(change: Change | None) -> ChangeType | None:
    """Return which change a version is, if it is one."""
    return None if change is None else change.type


@dataclass(frozen=True, slots=True)
class Drafted:
    """A version that may still be written anew."""

    version: int
    terms: Terms
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class OutForSignature:
    """A frozen version; every signatory accepts its hash by the end of a day."""

    version: int
    terms: Terms
    sha256: str
    sent_on: date
    sign_by: date
    signatories: tuple[Party, ...]
    signed: frozenset[UUID] = frozenset()
    reminded_on: date | None = None
    change: Change | None = None

    def signatory(self, organisation_id: UUID) -> Party | None:
        """Return the signatory that an organisation is, if it is one."""
        found = (
            one for one in self.signatories if one.organisation_id == organisation_id
        )
        return next(found, None)

    @property
    def outstanding(self) -> tuple[Party, ...]:
        """The signatories who have not signed."""
        signed = self.signed
        return tuple(
            one for one in self.signatories if one.organisation_id not in signed
        )


@dataclass(frozen=True, slots=True)
class Concluded:
    """A version that everybody signed; it applies from its first day on.

    Its days move by those that the agreement in force has rested since.
    """

    version: int
    terms: Terms
    sha256: str
    change: Change | None = None
    rested_days: int = 0


type Pending = Drafted | OutForSignature | Concluded


@dataclass(frozen=True, slots=True)
class Negotiation:
    """The version on its way, if any, and how many have been written so far."""

    versions: int = 0
    pending: Pending | None = None


@dataclass(frozen=True, slots=True)
class Pledge:
    """An obligation in force: its due day moves when the agreement rests.

    *reason* is why it was waived.
    """

    id: UUID
    owner: UUID
    due_on: date
    settlement: Settlement | None = None
    reason: str | None = None

    def moved(self, rested_days: int) -> "Pledge":
        """Return it as it is due after a rest; what is settled stays where it was."""
        if self.settlement is not None:
            return self
        return replace(self, due_on=self.due_on + timedelta(days=rested_days))


@dataclass(frozen=True, slots=True)
class OutcomeShare:
    """The part of a figure that belongs to one of the partnerships that share it."""

    partnership_id: UUID
    reference: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """One reported figure; it counts while it is accepted."""

    id: UUID
    indicator: str
    first_day: date
    last_day: date
    organisation_id: UUID | None
    restates: UUID | None
    reporter: str
    acceptance: Acceptance = "reported"
    files: tuple[EvidenceFile, ...] = ()
    shares: tuple[OutcomeShare, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """What the partnership measures since its first day, and the figures so far."""

    since: date
    indicators: frozenset[str]
    outcomes: tuple[Outcome, ...] = ()

    def outcome(self, outcome_id: UUID) -> Outcome | None:
        """Return a reported outcome, or nothing for an unknown one."""
        return next((one for one in self.outcomes if one.id == outcome_id), None)
