"""What a negotiation is after its version was written, sent, signed or took effect."""

from dataclasses import replace
from typing import assert_never

from services.partnerships.domain.agreement import (
    Concluded,
    Drafted,
    Negotiation,
    Obligation,
    OutForSignature,
    Pending,
    Pledge,
    Results,
)
from services.partnerships.domain.events import (
    AgreementConcluded,
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementSigned,
    AgreementTookEffect,
    SignatureAsked,
    SignatureRevoked,
    SigningEnded,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.states import (
    Agreeing,
    Condition,
    InForce,
    Reviewing,
    Running,
    State,
)

VersionEvent = (
    AgreementDrafted
    | AgreementSentForSignature
    | AgreementSigned
    | SignatureAsked
    | SignatureRevoked
    | SigningEnded
    | AgreementConcluded
)
AgreeingEvent = VersionEvent | AgreementTookEffect


def evolve(state: State, event: AgreeingEvent) -> State:
    """Return the state after an event on a version of the agreement."""
    stage = narrow(state, Agreeing, InForce)
    if isinstance(event, AgreementTookEffect):
        return _in_force(stage, event)
    pending = _version(stage.negotiation.pending, event)
    versions = max(stage.negotiation.versions, event.version)
    return replace(stage, negotiation=Negotiation(versions, pending))


def _version(pending: Pending | None, event: VersionEvent) -> Pending:
    match event:
        case AgreementDrafted():
            return Drafted(event.version, event.terms)
        case AgreementSentForSignature():
            return OutForSignature(
                event.version,
                narrow(pending, Drafted).terms,
                event.sha256,
                event.sent_on,
                event.sign_by,
                event.signatories,
            )
        case AgreementSigned() | SignatureAsked() | SignatureRevoked():
            return _round(narrow(pending, OutForSignature), event)
        case SigningEnded():
            return Drafted(event.version, narrow(pending, OutForSignature).terms)
        case AgreementConcluded():
            terms = narrow(pending, OutForSignature).terms
            return Concluded(event.version, terms, event.sha256)
        case _:
            assert_never(event)


def _round(
    out: OutForSignature, event: AgreementSigned | SignatureAsked | SignatureRevoked
) -> OutForSignature:
    match event:
        case AgreementSigned():
            return replace(out, signed=out.signed | {event.organisation_id})
        case SignatureAsked():
            return out
        case SignatureRevoked():
            return replace(out, signed=out.signed - {event.organisation_id})
        case _:
            assert_never(event)


def _in_force(stage: Agreeing | InForce, event: AgreementTookEffect) -> InForce:
    terms = narrow(stage.negotiation.pending, Concluded).terms
    settled = Negotiation(stage.negotiation.versions)
    measured = frozenset(measure.indicator for measure in terms.measures)
    if isinstance(stage, InForce):
        results = stage.results
        return replace(
            stage,
            version=event.version,
            terms=terms,
            ends_on=event.ends_on,
            condition=_still_asked(stage.condition, terms.obligations),
            pledges=_pledges(terms.obligations, stage.pledges),
            results=replace(results, indicators=results.indicators | measured),
            negotiation=settled,
            final_review_held=False,
        )
    return InForce(
        case=stage.case,
        version=event.version,
        terms=terms,
        ends_on=event.ends_on,
        rested_days=0,
        reviewed_on=event.starts_on,
        condition=Running(),
        pledges=_pledges(terms.obligations, ()),
        results=Results(event.starts_on, measured),
        negotiation=settled,
    )


def _pledges(
    obligations: tuple[Obligation, ...], earlier: tuple[Pledge, ...]
) -> tuple[Pledge, ...]:
    settlements = {pledge.id: pledge.settlement for pledge in earlier}
    return tuple(
        Pledge(one.id, one.owner, one.due_on, settlements.get(one.id))
        for one in obligations
    )


def _still_asked(
    condition: Condition, obligations: tuple[Obligation, ...]
) -> Condition:
    """An open review no longer asks about what the new version has left out."""
    if not isinstance(condition, Reviewing):
        return condition
    held = {one.id for one in obligations}
    asked = tuple(one for one in condition.review.obligations if one in held)
    return Reviewing(replace(condition.review, obligations=asked))
