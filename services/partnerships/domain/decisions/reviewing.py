"""Decisions around a review: asked, answered, concluded."""

from typing import assert_never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    CloseActionPoint,
    ConcludeReview,
    GiveStatement,
    OpenReview,
    RemindStatement,
    VerifyActionPoint,
)
from services.partnerships.domain.decisions import following_up
from services.partnerships.domain.decisions.admission import recorded_or_own, within
from services.partnerships.domain.decisions.following_up import FollowingUpCommand
from services.partnerships.domain.decisions.reminding import approached
from services.partnerships.domain.events import (
    Event,
    ReviewConcluded,
    ReviewOpened,
    StatementGiven,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.review import Review, disagreements
from services.partnerships.domain.states import InForce, Reviewing, State
from services.partnerships.domain.voices import is_municipality
from services.partnerships.domain.watches import statement_watch

ReviewingCommand = (
    OpenReview | GiveStatement | ConcludeReview | RemindStatement | FollowingUpCommand
)

RATINGS = range(1, 6)


def decide(
    command: ReviewingCommand, state: State, circumstances: Circumstances
) -> Event:
    """Return what follows from a step of a review."""
    in_force = within(command, state, circumstances, InForce)
    match command:
        case OpenReview():
            return _opened(command, in_force, circumstances)
        case GiveStatement():
            return _given(command, _review(in_force), circumstances)
        case ConcludeReview():
            return _concluded(command, in_force, circumstances)
        case RemindStatement():
            return approached(statement_watch, state, circumstances)
        case CloseActionPoint() | VerifyActionPoint():
            return following_up.decide(command, in_force, circumstances)
        case _:
            assert_never(command)


def _review(state: InForce) -> Review:
    return narrow(state.condition, Reviewing).review


def _opened(command: OpenReview, state: InForce, circumstances: Circumstances) -> Event:
    days = circumstances.kind.review.statement_working_days
    return ReviewOpened(
        review_id=command.review_id,
        opened_on=circumstances.today,
        statements_due_on=circumstances.add_working_days(circumstances.today, days),
        parties=state.case.proposal.parties,
        obligations=tuple(pledge.id for pledge in state.pledges),
    )


def _given(
    command: GiveStatement, review: Review, circumstances: Circumstances
) -> Event:
    wanted = command.organisation_id
    party = next((one for one in review.parties if one.organisation_id == wanted), None)
    if party is None:
        raise refused("not_a_party", organisation_id=str(wanted))
    if party not in review.outstanding:
        raise refused("statement_given_already", organisation_id=str(wanted))
    recorded_or_own(party, circumstances, command.evidence)
    _check_rating(command.rating, party, circumstances)
    spoken_of = sorted(said.obligation_id for said in command.obligations)
    if spoken_of != sorted(review.obligations):
        asked = [str(obligation_id) for obligation_id in review.obligations]
        raise refused("statement_incomplete", obligations=asked)
    return StatementGiven(
        review_id=review.id,
        organisation_id=wanted,
        rating=command.rating,
        obligations=command.obligations,
        given_on=circumstances.today,
        evidence=command.evidence,
    )


def _check_rating(
    rating: int | None, party: Party, circumstances: Circumstances
) -> None:
    if is_municipality(party, circumstances.kind):
        if rating is not None:
            raise refused("own_rating")
    elif rating not in RATINGS:
        raise refused("rating_out_of_range", rating=str(rating))


def _concluded(
    command: ConcludeReview, state: InForce, circumstances: Circumstances
) -> Event:
    known = {standing.point.id for standing in state.action_points}
    for point in command.action_points:
        if state.case.proposal.party(point.owner) is None:
            owner = str(point.owner)
            raise refused("action_point_of_stranger", organisation_id=owner)
        if point.id in known:
            raise refused("action_point_twice", action_point_id=str(point.id))
        if point.due_on < circumstances.today:
            due_on = point.due_on.isoformat()
            raise refused("action_point_in_the_past", due_on=due_on)
        known.add(point.id)
    review = _review(state)
    return ReviewConcluded(
        review_id=review.id,
        conclusion=command.conclusion,
        summary=command.summary,
        disagreements=disagreements(review.statements),
        action_points=command.action_points,
    )
