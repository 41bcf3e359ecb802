"""What a review and its action points are after each step."""

from dataclasses import replace
from typing import assert_never

from services.partnerships.domain.events import (
    ActionPointClosed,
    ActionPointVerified,
    ReviewConcluded,
    ReviewOpened,
    StatementGiven,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.review import (
    ActionPointStanding,
    Review,
    Statement,
)
from services.partnerships.domain.states import InForce, Reviewing, Running, State

ReviewingEvent = (
    ReviewOpened
    | StatementGiven
    | ReviewConcluded
    | ActionPointClosed
    | ActionPointVerified
)


def evolve(state: State, event: ReviewingEvent) -> InForce:
    """Return the state after an event around a review."""
    in_force = narrow(state, InForce)
    match event:
        case ReviewOpened():
            return _opened(in_force, event)
        case StatementGiven():
            return _given(in_force, event)
        case ReviewConcluded():
            return _concluded(in_force, event)
        case ActionPointClosed():
            return _closed(in_force, event)
        case ActionPointVerified():
            return _verified(in_force, event)
        case _:
            assert_never(event)


def _opened(state: InForce, event: ReviewOpened) -> InForce:
    review = Review(
        event.review_id,
        event.opened_on,
        event.statements_due_on,
        event.parties,
        event.obligations,
    )
    return replace(state, condition=Reviewing(review), reviewed_on=event.opened_on)


def _given(state: InForce, event: StatementGiven) -> InForce:
    review = narrow(state.condition, Reviewing).review
    said = Statement(event.organisation_id, event.rating, event.obligations)
    statements = (*review.statements, said)
    return replace(state, condition=Reviewing(replace(review, statements=statements)))


def _concluded(state: InForce, event: ReviewConcluded) -> InForce:
    points = (ActionPointStanding(point) for point in event.action_points)
    return replace(
        state,
        condition=Running(),
        final_review_held=event.conclusion == "end",
        action_points=(*state.action_points, *points),
    )


def _closed(state: InForce, event: ActionPointClosed) -> InForce:
    points = (
        replace(one, closed_by=event.closer)
        if one.point.id == event.action_point_id
        else one
        for one in state.action_points
    )
    return replace(state, action_points=tuple(points))


def _verified(state: InForce, event: ActionPointVerified) -> InForce:
    points = (
        replace(one, verified=True) if one.point.id == event.action_point_id else one
        for one in state.action_points
    )
    return replace(state, action_points=tuple(points))
