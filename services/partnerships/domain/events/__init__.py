"""Everything that can have happened to a partnership, without a person's name.

Messages are published from an event and the state after it, which holds the case.
"""

from services.partnerships.domain.events.agreeing import (
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    OnBehalf,
    SignatureAsked,
    SignatureRevoked,
    SigningEnded,
)
from services.partnerships.domain.events.enforcing import (
    Deadline,
    DeadlineApproached,
    ObligationReopened,
    ObligationSettled,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
    Outstanding,
    PartnershipCompleted,
    PartnershipExpired,
    PartnershipResumed,
    PartnershipSuspended,
    PartnershipTerminated,
)
from services.partnerships.domain.events.gating import (
    ConcernCleared,
    ConcernRaised,
    DeclarationAsked,
    DeclarationRecorded,
    ExpectationsAligned,
    ExpectationsConfirmed,
    SteeringGroupAppointed,
)
from services.partnerships.domain.events.moving import KindVersionChanged
from services.partnerships.domain.events.proposing import (
    BallotClosed,
    BallotOpened,
    ConflictDeclared,
    CriterionAssessed,
    PartnershipProposed,
    PartnershipWithdrawn,
    ProposalApproved,
    ProposalRejected,
    ProposalReturned,
    ProposalRevised,
    ProposalSubmitted,
    VoteCast,
)
from services.partnerships.domain.events.reviewing import (
    ActionPointClosed,
    ActionPointVerified,
    ReviewConcluded,
    ReviewOpened,
    StatementGiven,
)

type Event = (
    PartnershipProposed
    | ProposalRevised
    | ProposalSubmitted
    | PartnershipWithdrawn
    | ConflictDeclared
    | CriterionAssessed
    | BallotOpened
    | VoteCast
    | BallotClosed
    | ProposalReturned
    | ProposalApproved
    | ProposalRejected
    | ExpectationsAligned
    | ExpectationsConfirmed
    | SteeringGroupAppointed
    | DeclarationAsked
    | DeclarationRecorded
    | ConcernRaised
    | ConcernCleared
    | AgreementDrafted
    | AgreementSentForSignature
    | AgreementSigned
    | SignatureAsked
    | SignatureRevoked
    | SigningEnded
    | AgreementConcluded
    | AgreementTookEffect
    | DeadlineApproached
    | PartnershipSuspended
    | PartnershipResumed
    | PartnershipTerminated
    | PartnershipExpired
    | PartnershipCompleted
    | OutcomeReported
    | OutcomeAccepted
    | OutcomeReturned
    | ObligationSettled
    | ObligationReopened
    | ReviewOpened
    | StatementGiven
    | ReviewConcluded
    | ActionPointClosed
    | ActionPointVerified
    | KindVersionChanged
)

__all__ = [
    "ActionPointClosed",
    "ActionPointVerified",
    "AgreementConcluded",
    "AgreementDrafted",
    "AgreementSentForSignature",
    "AgreementSigned",
    "AgreementTookEffect",
    "BallotClosed",
    "BallotOpened",
    "ConcernCleared",
    "ConcernRaised",
    "ConflictDeclared",
    "CriterionAssessed",
    "Deadline",
    "DeadlineApproached",
    "DeclarationAsked",
    "DeclarationRecorded",
    "Event",
    "ExpectationsAligned",
    "ExpectationsConfirmed",
    "KindVersionChanged",
    "ObligationReopened",
    "ObligationSettled",
    "OnBehalf",
    "OutcomeAccepted",
    "OutcomeReported",
    "OutcomeReturned",
    "Outstanding",
    "PartnershipCompleted",
    "PartnershipExpired",
    "PartnershipProposed",
    "PartnershipResumed",
    "PartnershipSuspended",
    "PartnershipTerminated",
    "PartnershipWithdrawn",
    "ProposalApproved",
    "ProposalRejected",
    "ProposalReturned",
    "ProposalRevised",
    "ProposalSubmitted",
    "ReviewConcluded",
    "ReviewOpened",
    "SignatureAsked",
    "SignatureRevoked",
    "SigningEnded",
    "StatementGiven",
    "SteeringGroupAppointed",
    "VoteCast",
]
