"""What a partnership is after it was moved to another version of its kind."""

from dataclasses import replace

from services.partnerships.domain.events import KindVersionChanged
from services.partnerships.domain.states import State, in_hand


def evolve(state: State, event: KindVersionChanged) -> State:
    """Return the state under the other version."""
    stage = in_hand(state)
    proposal = stage.case.proposal
    kept = {k: v for k, v in proposal.fields.items() if k not in event.removed}
    text = replace(proposal, fields={**kept, **event.added})
    case = replace(stage.case, kind_version=event.to_version, proposal=text)
    return replace(stage, case=case)
