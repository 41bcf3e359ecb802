"""What applies now, and what the version that is on its way will make of it."""

from dataclasses import replace

from services.partnerships.domain.agreement import Change, Negotiation, Terms
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.states import Agreeing, InForce, InHand


def present_terms(state: InForce) -> Terms:
    """Return the terms with the days as they are now, after the agreement rested."""
    days = {pledge.id: pledge.due_on for pledge in state.pledges}
    obligations = tuple(
        replace(one, due_on=days[one.id]) for one in state.terms.obligations
    )
    return replace(state.terms, ends_on=state.ends_on, obligations=obligations)


def changed(proposal: Proposal, change: Change | None) -> Proposal:
    """Return the proposal with the parties and fields of a change."""
    if change is None:
        return proposal
    parties = proposal.parties if change.parties is None else change.parties
    return replace(
        proposal, parties=parties, fields={**proposal.fields, **change.fields}
    )


def becoming(state: InHand) -> Proposal:
    """Return the proposal as it will be; as it is, where no change is on its way."""
    if not isinstance(state, Agreeing | InForce):
        return state.case.proposal
    return changed(state.case.proposal, change_under_way(state.negotiation))


def change_under_way(negotiation: Negotiation) -> Change | None:
    """Return the change that the version on its way makes, if it makes one."""
    pending = negotiation.pending
    return None if pending is None else pending.change
