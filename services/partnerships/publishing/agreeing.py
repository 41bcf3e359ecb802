"""What is told while an agreement, or its amendment, is signed and takes effect."""

from typing import assert_never

from contracts import (
    AgreementConcludedV1,
    AgreementSentForSignatureV1,
    AgreementSignedV1,
    AgreementTookEffectV1,
    IndicatorTargets,
    Message,
    SigningEndedV1,
)
from services.partnerships.domain.agreement import Measure
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    SigningEnded,
)
from services.partnerships.publishing.subject import Subject

type Agreeing = (
    AgreementSentForSignature
    | AgreementSigned
    | SigningEnded
    | AgreementConcluded
    | AgreementTookEffect
)


def message(event: Agreeing, subject: Subject) -> Message:
    """Return the message of an event of this stage."""
    match event:
        case AgreementSentForSignature():
            return _sent(event, subject)
        case AgreementSigned():
            return AgreementSignedV1(
                **subject.identity,
                agreement_version=event.version,
                organisation_id=event.organisation_id,
                on_behalf=event.on_behalf is not None,
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
        case AgreementConcluded():
            return _concluded(event, subject)
        case AgreementTookEffect():
            return AgreementTookEffectV1(
                **subject.identity,
                title=subject.title,
                agreement_version=event.version,
                starts_on=event.starts_on,
                ends_on=event.ends_on,
                amendment=event.amendment,
                parties=subject.parties,
            )
        case _:
            assert_never(event)


def _sent(
    event: AgreementSentForSignature, subject: Subject
) -> AgreementSentForSignatureV1:
    return AgreementSentForSignatureV1(
        **subject.identity,
        title=subject.title,
        agreement_version=event.version,
        sha256=event.sha256,
        sign_by=event.sign_by,
        signatories=subject.addressees(event.signatories),
    )


def _concluded(event: AgreementConcluded, subject: Subject) -> AgreementConcludedV1:
    return AgreementConcludedV1(
        **subject.identity,
        title=subject.title,
        agreement_version=event.version,
        sha256=event.sha256,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        indicators=tuple(_targets(measure) for measure in event.measures),
        parties=subject.parties,
    )


def _targets(measure: Measure) -> IndicatorTargets:
    return IndicatorTargets(
        goal=measure.goal,
        indicator=measure.indicator,
        baseline=measure.baseline,
        targets={target.year: target.value for target in measure.targets},
    )
