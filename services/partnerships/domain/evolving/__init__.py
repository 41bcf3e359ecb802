"""What is true after an event: nothing here refuses."""

from typing import assert_never

from services.partnerships.domain.events import (
    ActionPointClosed,
    ActionPointVerified,
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    BallotClosed,
    BallotOpened,
    ConflictDeclared,
    CriterionAssessed,
    DeadlineApproached,
    Event,
    ObligationSettled,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipProposed,
    PartnershipResumed,
    PartnershipSuspended,
    PartnershipTerminated,
    PartnershipWithdrawn,
    ProposalApproved,
    ProposalRejected,
    ProposalReturned,
    ProposalRevised,
    ProposalSubmitted,
    ReviewConcluded,
    ReviewOpened,
    SigningEnded,
    StatementGiven,
    VoteCast,
)
from services.partnerships.domain.evolving import (
    agreeing,
    deciding,
    drafting,
    performing,
)
from services.partnerships.domain.states import State


def evolve(state: State, event: Event) -> State:
    """Return the state after an event."""
    match event:
        case (
            PartnershipProposed()
            | ProposalRevised()
            | ProposalSubmitted()
            | PartnershipWithdrawn()
            | ConflictDeclared()
        ):
            return drafting.evolve(state, event)
        case (
            CriterionAssessed()
            | BallotOpened()
            | VoteCast()
            | BallotClosed()
            | ProposalReturned()
            | ProposalApproved()
            | ProposalRejected()
        ):
            return deciding.evolve(state, event)
        case (
            AgreementDrafted()
            | AgreementSentForSignature()
            | AgreementSigned()
            | SigningEnded()
            | AgreementConcluded()
            | AgreementTookEffect()
        ):
            return agreeing.evolve(state, event)
        case (
            PartnershipSuspended()
            | PartnershipResumed()
            | PartnershipTerminated()
            | PartnershipExpired()
            | PartnershipCompleted()
            | OutcomeReported()
            | OutcomeAccepted()
            | OutcomeReturned()
            | ObligationSettled()
            | ReviewOpened()
            | StatementGiven()
            | ReviewConcluded()
            | ActionPointClosed()
            | ActionPointVerified()
            | DeadlineApproached()
        ):
            return performing.evolve(state, event)
        case _:
            assert_never(event)
