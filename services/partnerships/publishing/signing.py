"""What is told of a round of signatures."""

from typing import assert_never

from contracts import (
    Addressee,
    AgreementSentForSignatureV1,
    AgreementSignedV1,
    Message,
    SignatureRevokedV1,
    SigningEndedV1,
)
from services.partnerships.domain.agreement import ChangeType
from services.partnerships.domain.events import (
    AgreementSentForSignature,
    AgreementSigned,
    SignatureAsked,
    SignatureRevoked,
    SigningEnded,
)
from services.partnerships.domain.proposal import Party
from services.partnerships.publishing.subject import Subject

type Signing = (
    AgreementSentForSignature
    | AgreementSigned
    | SignatureAsked
    | SignatureRevoked
    | SigningEnded
)


def message(event: Signing, subject: Subject) -> Message:
    """Return the message of an event of a round."""
    match event:
        case AgreementSentForSignature():
            asked = event.asked or event.signatories
            return _asked(event, asked, subject, event.change)
        case SignatureAsked():
            return _asked(event, event.signatories, subject)
        case AgreementSigned():
            return AgreementSignedV1(
                **subject.identity,
                agreement_version=event.version,
                organisation_id=event.organisation_id,
                on_behalf=event.on_behalf is not None,
                outstanding=event.outstanding,
            )
        case SignatureRevoked():
            return SignatureRevokedV1(
                **subject.identity,
                agreement_version=event.version,
                organisation_id=event.organisation_id,
                outstanding=event.outstanding,
            )
        case SigningEnded():
            return SigningEndedV1(
                **subject.identity,
                title=subject.title,
                agreement_version=event.version,
                cause=event.cause,
                organisation_id=event.organisation_id,
                parties=subject.parties,
            )
        case _:
            assert_never(event)


def _asked(
    event: AgreementSentForSignature | SignatureAsked,
    asked: tuple[Party, ...],
    subject: Subject,
    change: ChangeType | None = None,
) -> AgreementSentForSignatureV1:
    return AgreementSentForSignatureV1(
        **subject.identity,
        title=subject.title,
        agreement_version=event.version,
        sha256=event.sha256,
        sign_by=event.sign_by,
        signatories=tuple(_addressee(one) for one in asked),
        change=change,
    )


def _addressee(party: Party) -> Addressee:
    """A signatory may be no party yet, so the role is its own and not the case's."""
    return Addressee(
        organisation_id=party.organisation_id,
        contact_id=party.contact_id,
        role=party.role,
    )
