"""Decisions on a proposal that is written, handed over, or given up."""

from typing import assert_never

from services.partnerships.domain.checks.proposal import check_proposal
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    DeclareConflict,
    Propose,
    Revise,
    Submit,
    Withdraw,
)
from services.partnerships.domain.decisions.admission import unobstructed
from services.partnerships.domain.events import (
    ConflictDeclared,
    Event,
    PartnershipProposed,
    PartnershipWithdrawn,
    ProposalRevised,
    ProposalSubmitted,
)
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.states import State

DraftingCommand = Propose | Revise | Submit | Withdraw | DeclareConflict


def decide(
    command: DraftingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a command on the text of a proposal."""
    unobstructed(command, state, circumstances)
    match command:
        case Propose():
            return [_proposed(command, circumstances)]
        case Revise():
            return [_revised(command, circumstances)]
        case Submit():
            return [ProposalSubmitted(circumstances.actor)]
        case Withdraw():
            return [PartnershipWithdrawn(command.reason, circumstances.today)]
        case DeclareConflict():
            return [ConflictDeclared(circumstances.actor)]
        case _:
            assert_never(command)


def _proposed(command: Propose, circumstances: Circumstances) -> Event:
    check_proposal(_text(command), circumstances.kind)
    return PartnershipProposed(
        command.reference,
        circumstances.kind.key,
        circumstances.kind.version,
        command.title,
        command.parties,
        command.goals,
        command.fields,
    )


def _revised(command: Revise, circumstances: Circumstances) -> Event:
    check_proposal(_text(command), circumstances.kind)
    return ProposalRevised(
        command.title, command.parties, command.goals, command.fields
    )


def _text(command: Propose | Revise) -> Proposal:
    return Proposal(command.title, command.parties, command.goals, command.fields)
