"""Decisions on action points: done by one, verified by another."""

from typing import assert_never
from uuid import UUID

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import CloseActionPoint, VerifyActionPoint
from services.partnerships.domain.events import (
    ActionPointClosed,
    ActionPointVerified,
    Event,
)
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.review import ActionPointStanding
from services.partnerships.domain.states import InForce

FollowingUpCommand = CloseActionPoint | VerifyActionPoint


def decide(
    command: FollowingUpCommand, in_force: InForce, circumstances: Circumstances
) -> Event:
    """Return what follows from work on an action point."""
    standing = _standing(command.action_point_id, in_force)
    match command:
        case CloseActionPoint():
            if standing.closed_by is not None:
                raise refused("action_point_closed")
            return ActionPointClosed(
                command.action_point_id, command.evidence, circumstances.actor
            )
        case VerifyActionPoint():
            _check_verifier(standing, circumstances)
            return ActionPointVerified(command.action_point_id)
        case _:
            assert_never(command)


def _standing(action_point_id: UUID, state: InForce) -> ActionPointStanding:
    for standing in state.action_points:
        if standing.point.id == action_point_id:
            return standing
    raise refused("action_point_unknown", action_point_id=str(action_point_id))


def _check_verifier(
    standing: ActionPointStanding, circumstances: Circumstances
) -> None:
    if standing.closed_by is None:
        raise refused("action_point_not_closed")
    if standing.verified:
        raise refused("action_point_verified")
    if standing.closed_by == circumstances.actor:
        raise refused("own_action_point")
