"""What a review gathers: statements, disagreements, a conclusion, action points."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from services.partnerships.domain.proposal import Party

type Verdict = Literal["met", "partly_met", "not_met"]
type Conclusion = Literal["continue", "amend", "end"]


@dataclass(frozen=True, slots=True)
class ObligationStatement:
    """What one party says of one obligation."""

    obligation_id: UUID
    verdict: Verdict
    comment: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one party says; the municipality is rated by the others, not by itself."""

    organisation_id: UUID
    rating: int | None
    obligations: tuple[ObligationStatement, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """An open review: who is asked, about which obligations, and who answered."""

    id: UUID
    opened_on: date
    statements_due_on: date
    parties: tuple[Party, ...]
    obligations: tuple[UUID, ...]
    statements: tuple[Statement, ...] = ()
    reminded_on: date | None = None

    @property
    def outstanding(self) -> tuple[Party, ...]:
        """The parties that have not given their statement."""
        given = {one.organisation_id for one in self.statements}
        return tuple(one for one in self.parties if one.organisation_id not in given)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One obligation that the parties see differently, side by side."""

    obligation_id: UUID
    verdicts: tuple[tuple[UUID, Verdict], ...]


@dataclass(frozen=True, slots=True)
class ActionPoint:
    """What a party shall do after a review, and by when."""

    id: UUID
    owner: UUID
    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ActionPointStanding:
    """How far an action point is: who closed it, and whether another verified it."""

    point: ActionPoint
    closed_by: str | None = None
    verified: bool = False


def disagreements(statements: tuple[Statement, ...]) -> tuple[Disagreement, ...]:
    """List the obligations on which at least two parties said different things."""
    verdicts: dict[UUID, list[tuple[UUID, Verdict]]] = {}
    for statement in statements:
        for said in statement.obligations:
            verdict = (statement.organisation_id, said.verdict)
            verdicts.setdefault(said.obligation_id, []).append(verdict)
    return tuple(
        Disagreement(obligation_id, tuple(said))
        for obligation_id, said in verdicts.items()
        if len({verdict for _, verdict in said}) > 1
    )
