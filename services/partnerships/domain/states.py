"""The stages of a partnership: each holds what can be true in it and nothing else."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, assert_never

from services.partnerships.domain.agreement import (
    Concluded,
    Drafted,
    Negotiation,
    OutForSignature,
    Pledge,
    Results,
    Terms,
)
from services.partnerships.domain.gates import Gates
from services.partnerships.domain.narrowing import Misplaced
from services.partnerships.domain.proposal import Assessment, Ballot, Proposal
from services.partnerships.domain.review import ActionPointStanding, Review

type Closing = Literal["withdrawn", "rejected", "completed", "expired", "terminated"]
type Status = (
    Literal[
        "unproposed",
        "draft",
        "submitted",
        "approved",
        "negotiating",
        "signing",
        "concluded",
        "active",
        "suspended",
        "under_review",
    ]
    | Closing
)


@dataclass(frozen=True, slots=True)
class Case:
    """What stays the same, or readable, from the proposal to the end."""

    reference: str
    kind: str
    kind_version: int
    proposal: Proposal
    gates: Gates = field(default_factory=Gates)


@dataclass(frozen=True, slots=True)
class Unproposed:
    """Nobody has proposed anything yet."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal that may still be written anew."""

    case: Case
    conflicts: frozenset[str] = frozenset()
    ballots: int = 0


@dataclass(frozen=True, slots=True)
class Submitted:
    """A proposal that is assessed, and voted on where the kind asks for it."""

    case: Case
    submitter: str
    conflicts: frozenset[str]
    ballots: int
    assessments: tuple[Assessment, ...] = ()
    ballot: Ballot | None = None


@dataclass(frozen=True, slots=True)
class Agreeing:
    """An approved proposal whose first agreement is negotiated and signed."""

    case: Case
    negotiation: Negotiation = field(default_factory=Negotiation)


@dataclass(frozen=True, slots=True)
class Running:
    """The agreement applies."""


@dataclass(frozen=True, slots=True)
class Resting:
    """The agreement is suspended; its term stands still since a day."""

    since: date


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The agreement applies, and a review is open."""

    review: Review


type Condition = Running | Resting | Reviewing


@dataclass(frozen=True, slots=True)
class InForce:
    """An agreement that applies, rests or is reviewed, perhaps with an amendment.

    *reviewed_on* is the day from which the rhythm of reviews counts.
    """

    case: Case
    version: int
    terms: Terms
    ends_on: date
    rested_days: int
    reviewed_on: date
    condition: Condition
    pledges: tuple[Pledge, ...]
    results: Results
    negotiation: Negotiation
    final_review_held: bool = False
    action_points: tuple[ActionPointStanding, ...] = ()
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """A partnership that is over; figures of its time may still come in."""

    case: Case
    closing: Closing
    closed_on: date
    results: Results | None


type InHand = Draft | Submitted | Agreeing | InForce
type State = Unproposed | InHand | Closed


def in_hand(state: State) -> InHand:
    """Return the state as one in which the case is still worked on."""
    if isinstance(state, Unproposed | Closed):
        raise Misplaced(f"{type(state).__name__} is not in hand")
    return state


def status(state: State) -> Status:
    """Return the one word that people and queries know the stage by."""
    match state:
        case Unproposed():
            return "unproposed"
        case Draft():
            return "draft"
        case Submitted():
            return "submitted"
        case Agreeing():
            return _status_of_negotiation(state.negotiation)
        case InForce():
            return _status_in_force(state.condition)
        case Closed():
            return state.closing
        case _:
            assert_never(state)


def _status_of_negotiation(negotiation: Negotiation) -> Status:
    match negotiation.pending:
        case None:
            return "approved"
        case Drafted():
            return "negotiating"
        case OutForSignature():
            return "signing"
        case Concluded():
            return "concluded"
        case _:
            assert_never(negotiation.pending)


def _status_in_force(condition: Condition) -> Status:
    match condition:
        case Running():
            return "active"
        case Resting():
            return "suspended"
        case Reviewing():
            return "under_review"
        case _:
            assert_never(condition)
