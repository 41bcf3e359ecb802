"""What a partnership is after an event of its life in force."""

from typing import assert_never

from services.partnerships.domain.events import (
    ActionPointClosed,
    ActionPointVerified,
    DeadlineApproached,
    ObligationReopened,
    ObligationSettled,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipResumed,
    PartnershipSuspended,
    PartnershipTerminated,
    ReviewConcluded,
    ReviewOpened,
    StatementGiven,
)
from services.partnerships.domain.evolving import (
    enforcing,
    measuring,
    reminding,
    reviewing,
)
from services.partnerships.domain.evolving.enforcing import EnforcingEvent
from services.partnerships.domain.evolving.measuring import MeasuringEvent
from services.partnerships.domain.evolving.reviewing import ReviewingEvent
from services.partnerships.domain.states import State

PerformingEvent = EnforcingEvent | MeasuringEvent | ReviewingEvent | DeadlineApproached


def evolve(state: State, event: PerformingEvent) -> State:
    """Return the state after an event in force, or on a figure of that time."""
    match event:
        case (
            PartnershipSuspended()
            | PartnershipResumed()
            | PartnershipTerminated()
            | PartnershipExpired()
            | PartnershipCompleted()
        ):
            return enforcing.evolve(state, event)
        case (
            OutcomeReported()
            | OutcomeAccepted()
            | OutcomeReturned()
            | ObligationSettled()
            | ObligationReopened()
        ):
            return measuring.evolve(state, event)
        case (
            ReviewOpened()
            | StatementGiven()
            | ReviewConcluded()
            | ActionPointClosed()
            | ActionPointVerified()
        ):
            return reviewing.evolve(state, event)
        case DeadlineApproached():
            return reminding.evolve(state, event)
        case _:
            assert_never(event)
