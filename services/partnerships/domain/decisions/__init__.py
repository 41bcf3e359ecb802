"""Every command finds its decision here; the first match is on the command."""

from typing import assert_never

from chassis.decider import Decider
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    AcceptOutcome,
    Approve,
    Assess,
    CastVote,
    CloseActionPoint,
    CloseBallot,
    Command,
    Complete,
    ConcludeReview,
    DeclareConflict,
    Decline,
    DraftAgreement,
    Expire,
    GiveStatement,
    LapseSignature,
    OpenBallot,
    OpenReview,
    Propose,
    Reject,
    RemindBallot,
    RemindSignature,
    RemindStatement,
    RemindTermEnd,
    ReportOutcome,
    Resume,
    Return,
    ReturnOutcome,
    Revise,
    SendForSignature,
    SettleObligation,
    Sign,
    SignOnBehalf,
    Submit,
    Suspend,
    TakeEffect,
    Terminate,
    VerifyActionPoint,
    Withdraw,
)
from services.partnerships.domain.decisions import (
    agreeing,
    enforcing,
    measuring,
    proposing,
    reviewing,
)
from services.partnerships.domain.events import Event
from services.partnerships.domain.evolving import evolve
from services.partnerships.domain.states import State, Unproposed


def decide(command: Command, state: State, circumstances: Circumstances) -> list[Event]:
    """Return what happens because of a command, or refuse it."""
    match command:
        case (
            Propose()
            | Revise()
            | Submit()
            | Withdraw()
            | DeclareConflict()
            | Assess()
            | Return()
            | Approve()
            | Reject()
            | OpenBallot()
            | CastVote()
            | CloseBallot()
            | RemindBallot()
        ):
            return proposing.decide(command, state, circumstances)
        case (
            DraftAgreement()
            | SendForSignature()
            | LapseSignature()
            | RemindSignature()
            | TakeEffect()
            | Sign()
            | SignOnBehalf()
            | Decline()
        ):
            return agreeing.decide(command, state, circumstances)
        case (
            Suspend() | Resume() | Terminate() | Expire() | Complete() | RemindTermEnd()
        ):
            return [enforcing.decide(command, state, circumstances)]
        case ReportOutcome() | AcceptOutcome() | ReturnOutcome() | SettleObligation():
            return [measuring.decide(command, state, circumstances)]
        case (
            OpenReview()
            | GiveStatement()
            | ConcludeReview()
            | RemindStatement()
            | CloseActionPoint()
            | VerifyActionPoint()
        ):
            return [reviewing.decide(command, state, circumstances)]
        case _:
            assert_never(command)


PARTNERSHIP: Decider[Command, State, Event, Circumstances] = Decider(
    initial=Unproposed(), decide=decide, evolve=evolve
)
