"""Decisions on a version of the terms: written, frozen, lapsed, in effect."""

from typing import assert_never

from services.partnerships.domain.agreement import (
    Concluded,
    Drafted,
    OutForSignature,
)
from services.partnerships.domain.checks.terms import check_terms
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
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
from services.partnerships.domain.proposal import Party
from services.partnerships.domain.states import Agreeing, InForce, State
from services.partnerships.domain.turns import whose_turn
from services.partnerships.domain.watches import signature_watch

NegotiatingCommand = (
    DraftAgreement | SendForSignature | LapseSignature | RemindSignature | TakeEffect
)


def decide(
    command: NegotiatingCommand, state: State, circumstances: Circumstances
) -> list[Event]:
    """Return what follows from a step with a version of the terms."""
    stage = within(command, state, circumstances, Agreeing, InForce)
    match command:
        case DraftAgreement():
            return _drafted(command, stage, circumstances)
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
    command: DraftAgreement, stage: Agreeing | InForce, circumstances: Circumstances
) -> list[Event]:
    in_force = stage if isinstance(stage, InForce) else None
    proposal = stage.case.proposal
    check_terms(command.terms, circumstances.kind, proposal, in_force)
    drafted = AgreementDrafted(stage.negotiation.versions + 1, command.terms)
    match stage.negotiation.pending:
        case OutForSignature(version=version):
            return [SigningEnded(version, "edited", None, None), drafted]
        case _:
            return [drafted]


def _sent(
    command: SendForSignature,
    stage: Agreeing | InForce,
    circumstances: Circumstances,
) -> Event:
    kind, today = circumstances.kind, circumstances.today
    signing = {rule.key for rule in kind.roles if rule.must_sign}
    parties: tuple[Party, ...] = stage.case.proposal.parties
    signatories = tuple(one for one in parties if one.role in signing)
    asked = whose_turn(signatories, kind)
    return AgreementSentForSignature(
        version=narrow(stage.negotiation.pending, Drafted).version,
        sha256=command.sha256,
        sent_on=today,
        sign_by=circumstances.add_working_days(today, kind.signature_working_days),
        signatories=signatories,
        asked=None if asked == signatories else asked,
    )


def _took_effect(stage: Agreeing | InForce) -> Event:
    concluded = narrow(stage.negotiation.pending, Concluded)
    return AgreementTookEffect(
        version=concluded.version,
        starts_on=concluded.terms.starts_on,
        ends_on=concluded.terms.ends_on,
        amendment=isinstance(stage, InForce),
    )
