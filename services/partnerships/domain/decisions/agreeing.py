"""Decisions on a version of the agreement: its text, and its signatures."""

from typing import assert_never

from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
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
from services.partnerships.domain.decisions import negotiating, signing
from services.partnerships.domain.decisions.negotiating import NegotiatingCommand
from services.partnerships.domain.decisions.signing import SigningCommand
from services.partnerships.domain.events import Event
from services.partnerships.domain.states import State

AgreeingCommand = NegotiatingCommand | SigningCommand


def decide(
    command: AgreeingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a command on a version of the agreement."""
    match command:
        case (
            DraftAgreement()
            | ChangeAgreement()
            | SendForSignature()
            | LapseSignature()
            | RemindSignature()
            | TakeEffect()
        ):
            return negotiating.decide(command, state, circumstances)
        case (
            Sign() | SignOnBehalf() | RecordSignatures() | RevokeSignature() | Decline()
        ):
            return signing.decide(command, state, circumstances)
        case _:
            assert_never(command)
