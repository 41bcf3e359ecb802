"""Decisions on a submitted proposal: scores, and the manager's yes or no."""

from typing import assert_never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import Approve, Assess, Reject, Return
from services.partnerships.domain.decisions.admission import unobstructed
from services.partnerships.domain.events import (
    CriterionAssessed,
    Event,
    ProposalApproved,
    ProposalRejected,
    ProposalReturned,
)
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.states import State

DecidingCommand = Assess | Return | Approve | Reject

SCORES = range(1, 6)


def decide(
    command: DecidingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from judging a proposal."""
    unobstructed(command, state, circumstances)
    match command:
        case Assess():
            return [_assessed(command, circumstances)]
        case Return():
            return [ProposalReturned(command.feedback)]
        case Approve():
            return [ProposalApproved()]
        case Reject():
            return [ProposalRejected(command.reason, circumstances.today)]
        case _:
            assert_never(command)


def _assessed(command: Assess, circumstances: Circumstances) -> Event:
    known = [criterion.key for criterion in circumstances.kind.criteria]
    if command.criterion not in known:
        raise refused("criterion_unknown", criterion=command.criterion, criteria=known)
    if command.score not in SCORES:
        raise refused("score_out_of_range", score=command.score)
    return CriterionAssessed(
        command.criterion, command.score, command.reason, circumstances.actor
    )
