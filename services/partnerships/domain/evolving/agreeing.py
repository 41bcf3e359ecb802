"""What a negotiation is after its version was written, sent, signed or took effect."""

from dataclasses import replace
from typing import assert_never

from services.partnerships.domain.agreement import (
    Change,
    Concluded,
    Drafted,
    Negotiation,
    Obligation,
    OutForSignature,
    Pending,
    Pledge,
    Results,
)
from services.partnerships.domain.becoming import changed
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
    Case,
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
            return Drafted(event.version, event.terms, event.change)
        case AgreementSentForSignature():
            drafted = narrow(pending, Drafted)
            return OutForSignature(
                event.version,
                drafted.terms,
                event.sha256,
                event.sent_on,
                event.sign_by,
                event.signatories,
                change=drafted.change,
            )
        case AgreementSigned() | SignatureAsked() | SignatureRevoked():
            return _round(narrow(pending, OutForSignature), event)
        case SigningEnded():
            out = narrow(pending, OutForSignature)
            return Drafted(event.version, out.terms, out.change)
        case AgreementConcluded():
            out = narrow(pending, OutForSignature)
            return Concluded(event.version, out.terms, event.sha256, out.change)
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
    concluded = narrow(stage.negotiation.pending, Concluded)
    terms = concluded.terms
    settled = Negotiation(stage.negotiation.versions)
    measured = frozenset(measure.indicator for measure in terms.measures)
    if isinstance(stage, InForce):
        results = stage.results
        return replace(
            stage,
            case=_joined(stage.case, concluded.change),
            version=event.version,
            terms=terms,
            ends_on=event.ends_on,
            condition=_still_asked(stage, concluded),
            pledges=_pledges(terms.obligations, stage.pledges, event.rested_days),
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
        pledges=_pledges(terms.obligations, (), event.rested_days),
        results=Results(event.starts_on, measured),
        negotiation=settled,
    )


def _pledges(
    obligations: tuple[Obligation, ...], earlier: tuple[Pledge, ...], rested_days: int
) -> tuple[Pledge, ...]:
    settlements = {pledge.id: pledge.settlement for pledge in earlier}
    pledges = (
        Pledge(one.id, one.owner, one.due_on, settlements.get(one.id))
        for one in obligations
    )
    return tuple(one.moved(rested_days) for one in pledges)


def _still_asked(stage: InForce, concluded: Concluded) -> Condition:
    """An open review asks only those who stay, and only about what was kept."""
    if not isinstance(stage.condition, Reviewing):
        return stage.condition
    review = stage.condition.review
    held = {one.id for one in concluded.terms.obligations}
    asked = tuple(one for one in review.obligations if one in held)
    proposal = changed(stage.case.proposal, concluded.change)
    stay = (proposal.party(one.organisation_id) for one in review.parties)
    parties = tuple(one for one in stay if one is not None)
    return Reviewing(replace(review, obligations=asked, parties=parties))


def _joined(case: Case, change: Change | None) -> Case:
    """Who joined is a party; who left has neither a seat nor expectations here."""
    proposal = changed(case.proposal, change)
    parties = {one.organisation_id for one in proposal.parties}
    gates, alignment = case.gates, case.gates.alignment
    if alignment is not None:
        kept = (one for one in alignment.expectations if one.organisation_id in parties)
        alignment = replace(alignment, expectations=tuple(kept))
    seats = (one for one in gates.steering_group if one.organisation_id in parties)
    gates = replace(gates, alignment=alignment, steering_group=tuple(seats))
    return replace(case, proposal=proposal, gates=gates)
