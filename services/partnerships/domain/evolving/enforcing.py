"""What a partnership in force is after it rested, applied again or ended."""

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from services.partnerships.domain.agreement import Concluded, Results
from services.partnerships.domain.events import (
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipResumed,
    PartnershipSuspended,
    PartnershipTerminated,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.states import (
    Agreeing,
    Closed,
    Closing,
    InForce,
    Resting,
    Running,
    State,
)

EnforcingEvent = (
    PartnershipSuspended
    | PartnershipResumed
    | PartnershipTerminated
    | PartnershipExpired
    | PartnershipCompleted
)


def evolve(state: State, event: EnforcingEvent) -> State:
    """Return the state after an event on the agreement as a whole."""
    match event:
        case PartnershipSuspended():
            resting = Resting(event.suspended_on)
            return replace(narrow(state, InForce), condition=resting)
        case PartnershipResumed():
            return _resumed(narrow(state, InForce), event)
        case PartnershipTerminated():
            return _closed(state, "terminated", event.ended_on)
        case PartnershipExpired():
            return _closed(state, "expired", event.ended_on)
        case PartnershipCompleted():
            return _closed(state, "completed", event.ended_on)
        case _:
            assert_never(event)


def _closed(state: State, closing: Closing, closed_on: date) -> Closed:
    stage = narrow(state, Agreeing, InForce)
    results: Results | None = stage.results if isinstance(stage, InForce) else None
    return Closed(stage.case, closing, closed_on, results)


def _resumed(state: InForce, event: PartnershipResumed) -> InForce:
    days, negotiation = event.rested_days, state.negotiation
    pending = negotiation.pending
    if isinstance(pending, Concluded):
        rested = replace(pending, rested_days=pending.rested_days + days)
        negotiation = replace(negotiation, pending=rested)
    return replace(
        state,
        ends_on=event.ends_on,
        rested_days=state.rested_days + days,
        reviewed_on=state.reviewed_on + timedelta(days=days),
        condition=Running(),
        pledges=tuple(pledge.moved(days) for pledge in state.pledges),
        negotiation=negotiation,
    )
