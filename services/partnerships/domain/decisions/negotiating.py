"""Decisions on a version of the terms: written, frozen, lapsed, in effect."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from services.partnerships.domain.agreement import (
    Change,
    Concluded,
    Drafted,
    OutForSignature,
    Terms,
    type_of,
)
from services.partnerships.domain.becoming import changed
from services.partnerships.domain.checks.proposal import check_proposal
from services.partnerships.domain.checks.terms import check_terms
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    ChangeAgreement,
    DraftAgreement,
    LapseSignature,
    RemindSignature,
    SendForSignature,
    TakeEffect,
)
from services.partnerships.domain.decisions.admission import within
from services.partnerships.domain.decisions.reminding import approached
from services.partnerships.domain.events import (
    AgreementDrafted,
    AgreementSentForSignature,
    AgreementTookEffect,
    Event,
    SigningEnded,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.proposal import Proposal
from services.partnerships.domain.rules.changing import change_fits
from services.partnerships.domain.signatories import signatories
from services.partnerships.domain.states import Agreeing, InForce, State
from services.partnerships.domain.turns import whose_turn
from services.partnerships.domain.watches import signature_watch

NegotiatingCommand = (
    DraftAgreement
    | ChangeAgreement
    | SendForSignature
    | LapseSignature
    | RemindSignature
    | TakeEffect
)


def decide(
    command: NegotiatingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a step with a version of the terms."""
    stage = within(command, state, circumstances, Agreeing, InForce)
    match command:
        case DraftAgreement():
            in_force = stage if isinstance(stage, InForce) else None
            proposal = stage.case.proposal
            check_terms(command.terms, circumstances.kind, proposal, in_force)
            return _drafted(stage, command.terms, None)
        case ChangeAgreement():
            return _changed(command, narrow(stage, InForce), circumstances)
        case SendForSignature():
            return [_sent(command, stage, circumstances)]
        case LapseSignature():
            pending = narrow(stage.negotiation.pending, OutForSignature)
            return [SigningEnded(pending.version, "lapsed", None, None)]
        case RemindSignature():
            return [approached(signature_watch, state, circumstances)]
        case TakeEffect():
            return [_took_effect(stage)]
        case _:
            assert_never(command)


def _drafted(
    stage: Agreeing | InForce, terms: Terms, change: Change | None
) -> list[Event]:
    drafted = AgreementDrafted(stage.negotiation.versions + 1, terms, change)
    match stage.negotiation.pending:
        case OutForSignature(version=version):
            return [SigningEnded(version, "edited", None, None), drafted]
        case _:
            return [drafted]


def _changed(
    command: ChangeAgreement, state: InForce, circumstances: Circumstances
) -> list[Event]:
    change = _without_repeats(command.change, state.case.proposal)
    proposal = changed(state.case.proposal, change)
    for found in change_fits(change, command.terms, state, circumstances):
        raise found.refusal()
    check_proposal(proposal, circumstances.kind)
    check_terms(command.terms, circumstances.kind, proposal, state)
    return _drafted(state, command.terms, change)


def _without_repeats(change: Change, proposal: Proposal) -> Change:
    """Leave out what the change says again as it is."""
    fields = {
        key: value
        for key, value in change.fields.items()
        if proposal.fields.get(key) != value
    }
    parties = None if change.parties == proposal.parties else change.parties
    return replace(change, parties=parties, fields=fields)


def _sent(
    command: SendForSignature,
    stage: Agreeing | InForce,
    circumstances: Circumstances,
) -> Event:
    kind, today = circumstances.kind, circumstances.today
    drafted = narrow(stage.negotiation.pending, Drafted)
    asked_ones = signatories(stage, drafted.terms, drafted.change, kind)
    first = whose_turn(asked_ones, kind)
    return AgreementSentForSignature(
        version=drafted.version,
        sha256=command.sha256,
        sent_on=today,
        sign_by=circumstances.add_working_days(today, kind.signature_working_days),
        signatories=asked_ones,
        asked=None if first == asked_ones else first,
        change=type_of(drafted.change),
    )


def _took_effect(stage: Agreeing | InForce) -> Event:
    concluded = narrow(stage.negotiation.pending, Concluded)
    rested = timedelta(days=concluded.rested_days)
    return AgreementTookEffect(
        version=concluded.version,
        starts_on=concluded.terms.starts_on,
        ends_on=concluded.terms.ends_on + rested,
        amendment=isinstance(stage, InForce),
        change=type_of(concluded.change),
        rested_days=concluded.rested_days,
    )
