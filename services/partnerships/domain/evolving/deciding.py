"""What a submitted proposal is after it was scored, voted on or decided."""

from dataclasses import replace
from typing import assert_never

from services.partnerships.domain.events import (
    BallotClosed,
    BallotOpened,
    CriterionAssessed,
    ProposalApproved,
    ProposalRejected,
    ProposalReturned,
    VoteCast,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import (
    Assessment,
    ClosedBallot,
    OpenBallot,
)
from services.partnerships.domain.states import (
    Agreeing,
    Closed,
    Draft,
    State,
    Submitted,
)

DecidingEvent = (
    CriterionAssessed
    | ProposalReturned
    | ProposalApproved
    | ProposalRejected
    | BallotOpened
    | VoteCast
    | BallotClosed
)


def evolve(state: State, event: DecidingEvent) -> State:
    """Return the state after an event on a submitted proposal."""
    submitted = narrow(state, Submitted)
    match event:
        case ProposalReturned():
            return Draft(submitted.case, submitted.conflicts, submitted.ballots)
        case ProposalApproved():
            return Agreeing(submitted.case)
        case ProposalRejected():
            return Closed(submitted.case, "rejected", event.rejected_on, None)
        case CriterionAssessed() | BallotOpened() | VoteCast() | BallotClosed():
            return _judged(submitted, event)
        case _:
            assert_never(event)


def _judged(
    state: Submitted, event: CriterionAssessed | BallotOpened | VoteCast | BallotClosed
) -> Submitted:
    match event:
        case CriterionAssessed():
            return _assessed(state, event)
        case BallotOpened():
            ballot = OpenBallot(
                event.round, event.opened_on, event.closes_on, event.roll
            )
            return replace(state, ballots=event.round, ballot=ballot)
        case VoteCast():
            ballot = narrow(state.ballot, OpenBallot)
            voted = ballot.voted | {event.organisation_id}
            return replace(state, ballot=replace(ballot, voted=voted))
        case BallotClosed():
            return replace(state, ballot=ClosedBallot(event.round, event.passed))
        case _:
            assert_never(event)


def _assessed(state: Submitted, event: CriterionAssessed) -> Submitted:
    others = (one for one in state.assessments if one.criterion != event.criterion)
    latest = Assessment(event.criterion, event.score, event.reason, event.assessor)
    return replace(state, assessments=(*others, latest))
