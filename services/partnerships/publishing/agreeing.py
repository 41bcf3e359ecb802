"""What is told when an agreement, or its amendment, is concluded and takes effect."""

from contracts import (
    AgreementConcludedV1,
    AgreementTookEffectV1,
    IndicatorTargets,
    Message,
)
from services.partnerships.domain.agreement import Measure
from services.partnerships.domain.events import AgreementConcluded, AgreementTookEffect
from services.partnerships.publishing.subject import Subject, facts_of

type Agreeing = AgreementConcluded | AgreementTookEffect


def message(event: Agreeing, subject: Subject) -> Message:
    """Return the message of an event of this stage."""
    if isinstance(event, AgreementConcluded):
        return _concluded(event, subject)
    return AgreementTookEffectV1(
        **subject.identity,
        title=subject.title,
        agreement_version=event.version,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        amendment=event.amendment,
        parties=subject.parties,
        change=event.change,
    )


def _concluded(event: AgreementConcluded, subject: Subject) -> AgreementConcludedV1:
    present = subject.case.proposal.parties
    parties = event.parties if event.parties is not None else present
    stay = {one.organisation_id for one in parties}
    leaving = (one for one in present if one.organisation_id not in stay)
    return AgreementConcludedV1(
        **subject.identity,
        title=subject.title,
        agreement_version=event.version,
        sha256=event.sha256,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        indicators=tuple(_targets(measure) for measure in event.measures),
        parties=facts_of(parties),
        change=event.change,
        leaving=facts_of(leaving),
    )


def _targets(measure: Measure) -> IndicatorTargets:
    return IndicatorTargets(
        goal=measure.goal,
        indicator=measure.indicator,
        baseline=measure.baseline,
        targets={target.year: target.value for target in measure.targets},
    )
