"""Decisions before approval: the text, the judgement, the ballot."""

from typing import assert_never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    Approve,
    Assess,
    CastVote,
    CloseBallot,
    DeclareConflict,
    OpenBallot,
    Propose,
    Reject,
    RemindBallot,
    Return,
    Revise,
    Submit,
    Withdraw,
)
from services.partnerships.domain.decisions import balloting, deciding, drafting
from services.partnerships.domain.decisions.balloting import BallotingCommand
from services.partnerships.domain.decisions.deciding import DecidingCommand
from services.partnerships.domain.decisions.drafting import DraftingCommand
from services.partnerships.domain.events import Event
from services.partnerships.domain.states import State

ProposingCommand = DraftingCommand | DecidingCommand | BallotingCommand


def decide(
    command: ProposingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a command on a proposal."""
    match command:
        case Propose() | Revise() | Submit() | Withdraw() | DeclareConflict():
            return drafting.decide(command, state, circumstances)
        case Assess() | Return() | Approve() | Reject():
            return deciding.decide(command, state, circumstances)
        case OpenBallot() | CastVote() | CloseBallot() | RemindBallot():
            return balloting.decide(command, state, circumstances)
        case _:
            assert_never(command)
