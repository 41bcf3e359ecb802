"""What a proposal is after it was written, handed over, given up or decided."""

from dataclasses import replace
from typing import assert_never

from services.partnerships.domain.events import (
    ConflictDeclared,
    PartnershipProposed,
    PartnershipWithdrawn,
    ProposalRevised,
    ProposalSubmitted,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.states import (
    Agreeing,
    Case,
    Closed,
    Draft,
    State,
    Submitted,
)

DraftingEvent = (
    PartnershipProposed
    | ProposalRevised
    | ProposalSubmitted
    | PartnershipWithdrawn
    | ConflictDeclared
)


def evolve(state: State, event: DraftingEvent) -> State:
    """Return the state after an event on the text of a proposal."""
    match event:
        case PartnershipProposed():
            case = Case(event.reference, event.kind, event.kind_version, _text(event))
            return Draft(case)
        case ProposalRevised():
            draft = narrow(state, Draft)
            return replace(draft, case=replace(draft.case, proposal=_text(event)))
        case ProposalSubmitted():
            draft = narrow(state, Draft)
            return Submitted(
                draft.case, event.submitter, draft.conflicts, draft.ballots
            )
        case PartnershipWithdrawn():
            return _withdrawn(state, event)
        case ConflictDeclared():
            return _doubted(narrow(state, Draft, Submitted), event.declarer)
        case _:
            assert_never(event)


def _text(event: PartnershipProposed | ProposalRevised) -> Proposal:
    return Proposal(event.title, event.parties, event.goals, event.fields)


def _withdrawn(state: State, event: PartnershipWithdrawn) -> Closed:
    if isinstance(state, Agreeing):
        return Closed(state.case, "withdrawn", event.withdrawn_on, None)
    case = narrow(state, Draft, Submitted).case
    return Closed(case, "withdrawn", event.withdrawn_on, None)


def _doubted(state: Draft | Submitted, declarer: str) -> Draft | Submitted:
    conflicts = state.conflicts | {declarer}
    if isinstance(state, Draft):
        return replace(state, conflicts=conflicts)
    kept = tuple(one for one in state.assessments if one.assessor != declarer)
    return replace(state, conflicts=conflicts, assessments=kept)
