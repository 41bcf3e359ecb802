"""Decisions on figures and obligations: claimed by one, accepted by another."""

from typing import assert_never
from uuid import UUID

from services.partnerships.domain.agreement import Pledge, Results
from services.partnerships.domain.checks.figures import check_report
from services.partnerships.domain.circumstances import Circumstances
from services.partnerships.domain.commands import (
    AcceptOutcome,
    ReopenObligation,
    ReportOutcome,
    ReturnOutcome,
    SettleObligation,
)
from services.partnerships.domain.decisions.admission import within
from services.partnerships.domain.events import (
    Event,
    ObligationReopened,
    ObligationSettled,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
)
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.states import Closed, InForce, State

MeasuringCommand = (
    ReportOutcome | AcceptOutcome | ReturnOutcome | SettleObligation | ReopenObligation
)


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
            return OutcomeAccepted(outcome_id, command.evidence_grade, command.file)
        case ReturnOutcome(outcome_id=outcome_id):
            _check_judge(_results(stage), outcome_id, circumstances)
            return OutcomeReturned(outcome_id, command.reason)
        case SettleObligation():
            return _settled(command, narrow(stage, InForce), circumstances)
        case ReopenObligation():
            return _reopened(command, narrow(stage, InForce), circumstances)
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
        file=command.file,
        shares=tuple(one.part for one in command.sharers),
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
    pledge = _pledge(command.obligation_id, state)
    repeated = pledge.settlement == command.settlement
    if repeated or pledge.settlement in {"met", "waived"}:
        raise refused("obligation_settled", settlement=str(pledge.settlement))
    if command.settlement == "missed" and circumstances.today <= pledge.due_on:
        raise refused("obligation_not_due", due_on=pledge.due_on.isoformat())
    if command.settlement == "waived":
        if "manager" not in circumstances.roles:
            raise refused("waiver_needs_manager")
        if command.reason is None:
            raise refused("waiver_needs_reason")
    return ObligationSettled(
        pledge.id, command.settlement, circumstances.today, command.reason
    )


def _reopened(
    command: ReopenObligation, state: InForce, circumstances: Circumstances
) -> Event:
    pledge = _pledge(command.obligation_id, state)
    if pledge.settlement is None:
        raise refused("obligation_open", obligation_id=str(pledge.id))
    due_on = command.due_on
    if due_on is None:
        return ObligationReopened(pledge.id, command.reason, pledge.due_on)
    if not circumstances.today <= due_on <= state.ends_on:
        raise refused(
            "obligation_outside_term",
            obligation_id=str(pledge.id),
            starts_on=circumstances.today.isoformat(),
            ends_on=state.ends_on.isoformat(),
        )
    return ObligationReopened(pledge.id, command.reason, due_on)


def _pledge(wanted: UUID, state: InForce) -> Pledge:
    pledge = next((one for one in state.pledges if one.id == wanted), None)
    if pledge is None:
        raise refused("obligation_unknown", obligation_id=str(wanted))
    return pledge
