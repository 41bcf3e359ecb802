"""Everything that can be asked of a partnership, and who may ask it."""

from services.partnerships.domain.commands.agreeing import (
    ChangeAgreement,
    Decline,
    DraftAgreement,
    LapseSignature,
    RecordSignatures,
    RemindSignature,
    RevokeSignature,
    SendForSignature,
    Sign,
    SignOnBehalf,
    TakeEffect,
)
from services.partnerships.domain.commands.asking import Asker, CommandName
from services.partnerships.domain.commands.enforcing import (
    AcceptOutcome,
    Expire,
    RemindTermEnd,
    ReopenObligation,
    ReportOutcome,
    Resume,
    ReturnOutcome,
    SettleObligation,
    Suspend,
    Terminate,
)
from services.partnerships.domain.commands.gating import (
    AlignExpectations,
    AppointSteeringGroup,
    ClearConcern,
    ConfirmExpectations,
    RaiseConcern,
    RecordDeclaration,
    RemindDeclarations,
    RemindExpectations,
)
from services.partnerships.domain.commands.proposing import (
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
from services.partnerships.domain.commands.reviewing import (
    CloseActionPoint,
    Complete,
    ConcludeReview,
    GiveStatement,
    OpenReview,
    RemindStatement,
    VerifyActionPoint,
)

type Command = (
    Propose
    | Revise
    | Submit
    | Withdraw
    | DeclareConflict
    | Assess
    | OpenBallot
    | CastVote
    | CloseBallot
    | RemindBallot
    | Return
    | Approve
    | Reject
    | AlignExpectations
    | ConfirmExpectations
    | RemindExpectations
    | AppointSteeringGroup
    | RecordDeclaration
    | RemindDeclarations
    | RaiseConcern
    | ClearConcern
    | DraftAgreement
    | ChangeAgreement
    | SendForSignature
    | Sign
    | SignOnBehalf
    | RecordSignatures
    | RevokeSignature
    | Decline
    | RemindSignature
    | LapseSignature
    | TakeEffect
    | Suspend
    | Resume
    | Terminate
    | Expire
    | RemindTermEnd
    | ReportOutcome
    | AcceptOutcome
    | ReturnOutcome
    | SettleObligation
    | ReopenObligation
    | OpenReview
    | GiveStatement
    | RemindStatement
    | ConcludeReview
    | CloseActionPoint
    | VerifyActionPoint
    | Complete
)

COMMANDS: tuple[type[Command], ...] = (
    Propose,
    Revise,
    Submit,
    Withdraw,
    DeclareConflict,
    Assess,
    OpenBallot,
    CastVote,
    CloseBallot,
    RemindBallot,
    Return,
    Approve,
    Reject,
    AlignExpectations,
    ConfirmExpectations,
    RemindExpectations,
    AppointSteeringGroup,
    RecordDeclaration,
    RemindDeclarations,
    RaiseConcern,
    ClearConcern,
    DraftAgreement,
    ChangeAgreement,
    SendForSignature,
    Sign,
    SignOnBehalf,
    RecordSignatures,
    RevokeSignature,
    Decline,
    RemindSignature,
    LapseSignature,
    TakeEffect,
    Suspend,
    Resume,
    Terminate,
    Expire,
    RemindTermEnd,
    ReportOutcome,
    AcceptOutcome,
    ReturnOutcome,
    SettleObligation,
    ReopenObligation,
    OpenReview,
    GiveStatement,
    RemindStatement,
    ConcludeReview,
    CloseActionPoint,
    VerifyActionPoint,
    Complete,
)

__all__ = [
    "COMMANDS",
    "AcceptOutcome",
    "AlignExpectations",
    "AppointSteeringGroup",
    "Approve",
    "Asker",
    "Assess",
    "CastVote",
    "ChangeAgreement",
    "ClearConcern",
    "CloseActionPoint",
    "CloseBallot",
    "Command",
    "CommandName",
    "Complete",
    "ConcludeReview",
    "ConfirmExpectations",
    "DeclareConflict",
    "Decline",
    "DraftAgreement",
    "Expire",
    "GiveStatement",
    "LapseSignature",
    "OpenBallot",
    "OpenReview",
    "Propose",
    "RaiseConcern",
    "RecordDeclaration",
    "RecordSignatures",
    "Reject",
    "RemindBallot",
    "RemindDeclarations",
    "RemindExpectations",
    "RemindSignature",
    "RemindStatement",
    "RemindTermEnd",
    "ReopenObligation",
    "ReportOutcome",
    "Resume",
    "Return",
    "ReturnOutcome",
    "Revise",
    "RevokeSignature",
    "SendForSignature",
    "SettleObligation",
    "Sign",
    "SignOnBehalf",
    "Submit",
    "Suspend",
    "TakeEffect",
    "Terminate",
    "VerifyActionPoint",
    "Withdraw",
]
