"""Decisions on figures and obligations: claimed by one, accepted by another."""

from typing import assert_never
from uuid import UUID

from services.partnerships.domain.agreement import Results
from services.partnerships.domain.checks.figures import check_report
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    AcceptOutcome,
    ReportOutcome,
    ReturnOutcome,
    SettleObligation,
)
from services.partnerships.domain.decisions.admission import within
from services.partnerships.domain.events import (
    Event,
    ObligationSettled,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.states import Closed, InForce, State

MeasuringCommand = ReportOutcome | AcceptOutcome | ReturnOutcome | SettleObligation


def decide(
    command: MeasuringCommand, state: State, circumstances: Circumstances
) -> Event:
    """Return what follows from a figure, or from an obligation that is settled."""
    stage = within(command, state, circumstances, InForce, Closed)
    match command:
        case ReportOutcome():
            return _reported(command, stage, circumstances)
        case AcceptOutcome(outcome_id=outcome_id):
            _check_judge(_results(stage), outcome_id, circumstances)
            return OutcomeAccepted(outcome_id, command.evidence_grade)
        case ReturnOutcome(outcome_id=outcome_id):
            _check_judge(_results(stage), outcome_id, circumstances)
            return OutcomeReturned(outcome_id, command.reason)
        case SettleObligation():
            return _settled(command, narrow(stage, InForce), circumstances)
        case _:
            assert_never(command)


def _results(stage: InForce | Closed) -> Results:
    return narrow(stage.results, Results)


def _reported(
    command: ReportOutcome, stage: InForce | Closed, circumstances: Circumstances
) -> Event:
    last_day = stage.closed_on if isinstance(stage, Closed) else circumstances.today
    rule = check_report(command, _results(stage), circumstances.kind, last_day)
    partner = command.organisation_id
    if partner is not None and stage.case.proposal.party(partner) is None:
        raise refused("not_a_party", organisation_id=str(partner))
    return OutcomeReported(
        outcome_id=command.outcome_id,
        indicator=command.indicator,
        first_day=command.first_day,
        last_day=command.last_day,
        value=command.value,
        unit=rule.unit,
        evidence_grade=command.evidence_grade,
        organisation_id=partner,
        restates=command.restates,
        reporter=circumstances.actor,
        method=command.method,
    )


def _check_judge(
    results: Results, outcome_id: UUID, circumstances: Circumstances
) -> None:
    outcome = results.outcome(outcome_id)
    if outcome is None:
        raise refused("outcome_unknown", outcome_id=str(outcome_id))
    if outcome.acceptance != "reported":
        raise refused("outcome_decided", acceptance=outcome.acceptance)
    if outcome.reporter == circumstances.actor:
        raise refused("own_outcome")


def _settled(
    command: SettleObligation, state: InForce, circumstances: Circumstances
) -> Event:
    wanted = command.obligation_id
    pledge = next((one for one in state.pledges if one.id == wanted), None)
    if pledge is None:
        raise refused("obligation_unknown", obligation_id=str(wanted))
    repeated = pledge.settlement == command.settlement
    if repeated or pledge.settlement in {"met", "waived"}:
        raise refused("obligation_settled", settlement=str(pledge.settlement))
    if command.settlement == "missed" and circumstances.today <= pledge.due_on:
        raise refused("obligation_not_due", due_on=pledge.due_on.isoformat())
    if command.settlement == "waived" and "manager" not in circumstances.roles:
        raise refused("waiver_needs_manager")
    return ObligationSettled(wanted, command.settlement, circumstances.today)
