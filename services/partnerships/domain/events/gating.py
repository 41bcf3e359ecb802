"""What happened at the gates before signature and before the first day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.partnerships.domain.gate_rules import Concern
from services.partnerships.domain.gates import Expectation
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.values import Person


@dataclass(frozen=True, slots=True)
class ExpectationsAligned:
    """It was written what each party gives and gets; nobody has confirmed it yet."""

    expectations: tuple[Expectation, ...]
    asked: tuple[
        Party, ...
    ] = ()  # to confirm it; what was written at first asks nobody
    confirm_by: date | None = None
    aligned_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExpectationsConfirmed:
    """A party stands by the alignment; by its own word where there is no evidence."""

    organisation_id: UUID
    evidence: str | None


@dataclass(frozen=True, slots=True)
class SteeringGroupAppointed:
    """These sit in the joint steering group from now on."""

    members: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class DeclarationRecorded:
    """A contact gave a declaration; over a link where there is no evidence."""

    declaration: str
    contact_id: UUID
    evidence: str | None


@dataclass(frozen=True, slots=True)
class DeclarationAsked:
    """The agreement is concluded, and these have not given a declaration yet."""

    declaration: str
    persons: tuple[Person, ...]
    answer_by: date
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConcernRaised:
    """Somebody doubts whether procurement or state aid allow the agreement."""

    concern: Concern
    reason: str
    raiser: str


@dataclass(frozen=True, slots=True)
class ConcernCleared:
    """A manager found that it does not stand in the way."""

    concern: Concern
    reason: str
