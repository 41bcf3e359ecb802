"""From recorded events to envelopes; an event that is nobody else's business has none."""

from typing import assert_never
from uuid import UUID

from chassis.history import Recorded
from chassis.ids import derived_id
from contracts import Envelope, Message
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
    ConcernCleared,
    ConcernRaised,
    ConflictDeclared,
    CriterionAssessed,
    DeadlineApproached,
    DeclarationAsked,
    DeclarationRecorded,
    Event,
    ExpectationsAligned,
    ExpectationsConfirmed,
    KindVersionChanged,
    ObligationReopened,
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
    SignatureAsked,
    SignatureRevoked,
    SigningEnded,
    StatementGiven,
    SteeringGroupAppointed,
    VoteCast,
)
from services.partnerships.domain.states import Case
from services.partnerships.publishing import (
    agreeing,
    confirming,
    enforcing,
    proposing,
    reviewing,
    signing,
)
from services.partnerships.publishing.subject import Subject

type Untold = (
    ProposalSubmitted
    | ConflictDeclared
    | CriterionAssessed
    | VoteCast
    | ProposalReturned
    | ExpectationsConfirmed
    | SteeringGroupAppointed
    | DeclarationRecorded
    | ConcernRaised
    | ConcernCleared
    | AgreementDrafted
    | ObligationSettled
    | ObligationReopened
    | ActionPointClosed
    | ActionPointVerified
    | KindVersionChanged
)


def announce(recorded: Recorded[Event], case: Case) -> Envelope[Message] | None:
    """Return the message of a recorded event, or nothing when there is none."""
    told = message(recorded.event, recorded.stream_id, case)
    if told is None:
        return None
    return Envelope(
        id=derived_id(recorded.stream_id, recorded.version, 0),
        occurred_at=recorded.occurred_at,
        aggregate_id=recorded.stream_id,
        sequence=recorded.version,
        actor=recorded.actor,
        correlation_id=recorded.correlation_id,
        message=told,
    )


def message(event: Event, partnership_id: UUID, case: Case) -> Message | None:
    """Return what an event tells the others of a partnership."""
    subject = Subject(partnership_id, case)
    match event:
        case (
            PartnershipProposed()
            | ProposalRevised()
            | BallotOpened()
            | BallotClosed()
            | ProposalApproved()
            | ProposalRejected()
            | PartnershipWithdrawn()
        ):
            return proposing.message(event, subject)
        case (
            AgreementSentForSignature()
            | AgreementSigned()
            | SignatureAsked()
            | SignatureRevoked()
            | SigningEnded()
        ):
            return signing.message(event, subject)
        case ExpectationsAligned() | DeclarationAsked():
            return confirming.message(event, subject)
        case AgreementConcluded() | AgreementTookEffect():
            return agreeing.message(event, subject)
        case (
            PartnershipSuspended()
            | PartnershipResumed()
            | PartnershipTerminated()
            | PartnershipExpired()
            | PartnershipCompleted()
            | DeadlineApproached()
        ):
            return enforcing.message(event, subject)
        case _:
            return _of_results(event, subject)


def _of_results(
    event: enforcing.Reporting | reviewing.Reviewing | Untold, subject: Subject
) -> Message | None:
    match event:
        case OutcomeReported() | OutcomeAccepted() | OutcomeReturned():
            return enforcing.outcome_message(event, subject)
        case ReviewOpened() | StatementGiven() | ReviewConcluded():
            return reviewing.message(event, subject)
        case (
            ProposalSubmitted()
            | ConflictDeclared()
            | CriterionAssessed()
            | VoteCast()
            | ProposalReturned()
            | ExpectationsConfirmed()
            | SteeringGroupAppointed()
            | DeclarationRecorded()
            | ConcernRaised()
            | ConcernCleared()
            | AgreementDrafted()
            | ObligationSettled()
            | ObligationReopened()
            | ActionPointClosed()
            | ActionPointVerified()
            | KindVersionChanged()
        ):
            return None
        case _:
            assert_never(event)
