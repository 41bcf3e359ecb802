"""What happened around reviews and the action points that they leave."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.partnerships.domain.proposal import Party
from services.partnerships.domain.review import (
    ActionPoint,
    Conclusion,
    Disagreement,
    ObligationStatement,
)


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """Every party is asked for a statement on these obligations."""

    review_id: UUID
    opened_on: date
    statements_due_on: date
    parties: tuple[Party, ...]
    obligations: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class StatementGiven:
    """A party said how it goes; only partners rate the municipality."""

    review_id: UUID
    organisation_id: UUID
    rating: int | None
    obligations: tuple[ObligationStatement, ...]
    given_on: date
    evidence: str | None


@dataclass(frozen=True, slots=True)
class ReviewConcluded:
    """A manager drew the conclusion, with the disagreements side by side."""

    review_id: UUID
    conclusion: Conclusion
    summary: str
    disagreements: tuple[Disagreement, ...]
    action_points: tuple[ActionPoint, ...]


@dataclass(frozen=True, slots=True)
class ActionPointClosed:
    """Somebody says that an action point is done."""

    action_point_id: UUID
    evidence: str
    closer: str


@dataclass(frozen=True, slots=True)
class ActionPointVerified:
    """Another than its closer confirmed it."""

    action_point_id: UUID
