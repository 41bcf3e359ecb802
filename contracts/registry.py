"""Every published message type, in one list: schemas and documents follow it."""

from contracts import (
    ballots,
    confirmations,
    destruction,
    events,
    notifications,
    outcomes,
    partnerships,
)
from contracts.envelope import Message

STREAM = "MEDSPIL"
STREAM_SUBJECTS = ("medspil.>",)

MESSAGES: tuple[type[Message], ...] = (
    partnerships.OrganisationRegisteredV1,
    partnerships.PartnershipProposedV1,
    partnerships.PartnershipRevisedV1,
    ballots.BallotOpenedV1,
    ballots.BallotClosedV1,
    partnerships.PartnershipDecidedV1,
    confirmations.ConfirmationAskedV1,
    partnerships.AgreementSentForSignatureV1,
    partnerships.AgreementSignedV1,
    partnerships.SignatureRevokedV1,
    partnerships.SigningEndedV1,
    partnerships.AgreementConcludedV1,
    partnerships.AgreementTookEffectV1,
    partnerships.PartnershipSuspendedV1,
    partnerships.PartnershipResumedV1,
    partnerships.PartnershipEndedV1,
    destruction.PartnershipDestroyedV1,
    partnerships.DeadlineApproachedV1,
    partnerships.ReviewOpenedV1,
    partnerships.StatementGivenV1,
    partnerships.ReviewConcludedV1,
    outcomes.OutcomeReportedV1,
    outcomes.OutcomeAcceptedV1,
    outcomes.OutcomeReturnedV1,
    events.GatheringProposedV1,
    events.GatheringInvitedV1,
    events.GatheringRescheduledV1,
    events.GatheringCancelledV1,
    events.InvitationAnsweredV1,
    events.AttendanceRecordedV1,
    notifications.ContactRegisteredV1,
    notifications.ContactErasedV1,
    notifications.DeliveryFailedV1,
    notifications.DeliverySucceededV1,
    notifications.DeliverySettledV1,
    notifications.LinkIssuedV1,
)

MESSAGES_BY_TYPE: dict[str, type[Message]] = {
    message.type_name(): message for message in MESSAGES
}
