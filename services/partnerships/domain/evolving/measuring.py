"""What the figures and obligations are after they were reported and settled."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

from services.partnerships.domain.agreement import (
    Acceptance,
    Outcome,
    Pledge,
    Results,
)
from services.partnerships.domain.events import (
    ObligationReopened,
    ObligationSettled,
    OutcomeAccepted,
    OutcomeReported,
    OutcomeReturned,
)
from services.partnerships.domain.evidence import EvidenceFile
from services.partnerships.domain.narrowing import narrow
from services.partnerships.domain.states import Closed, InForce, State

MeasuringEvent = (
    OutcomeReported
    | OutcomeAccepted
    | OutcomeReturned
    | ObligationSettled
    | ObligationReopened
)


def evolve(state: State, event: MeasuringEvent) -> State:
    """Return the state after an event on a figure or an obligation."""
    if isinstance(event, ObligationSettled | ObligationReopened):
        return _owed(narrow(state, InForce), event)
    stage = narrow(state, InForce, Closed)
    results = _results(narrow(stage.results, Results), event)
    return replace(stage, results=results)


def _results(
    results: Results, event: OutcomeReported | OutcomeAccepted | OutcomeReturned
) -> Results:
    match event:
        case OutcomeReported():
            return replace(results, outcomes=(*results.outcomes, _outcome(event)))
        case OutcomeAccepted():
            accepted = _marked(results, event.outcome_id, "accepted", event.file)
            restated = narrow(results.outcome(event.outcome_id), Outcome).restates
            return _marked(accepted, restated, "restated")
        case OutcomeReturned():
            return _marked(results, event.outcome_id, "returned")
        case _:
            assert_never(event)


def _outcome(event: OutcomeReported) -> Outcome:
    return Outcome(
        id=event.outcome_id,
        indicator=event.indicator,
        first_day=event.first_day,
        last_day=event.last_day,
        organisation_id=event.organisation_id,
        restates=event.restates,
        reporter=event.reporter,
        files=_files(event.file),
        shares=event.shares,
    )


def _files(file: EvidenceFile | None) -> tuple[EvidenceFile, ...]:
    return () if file is None else (file,)


def _marked(
    results: Results,
    outcome_id: UUID | None,
    acceptance: Acceptance,
    file: EvidenceFile | None = None,
) -> Results:
    outcomes = (
        replace(one, acceptance=acceptance, files=(*one.files, *_files(file)))
        if one.id == outcome_id
        else one
        for one in results.outcomes
    )
    return replace(results, outcomes=tuple(outcomes))


def _owed(state: InForce, event: ObligationSettled | ObligationReopened) -> InForce:
    pledges = (
        _changed(one, event) if one.id == event.obligation_id else one
        for one in state.pledges
    )
    return replace(state, pledges=tuple(pledges))


def _changed(pledge: Pledge, event: ObligationSettled | ObligationReopened) -> Pledge:
    match event:
        case ObligationSettled():
            return replace(pledge, settlement=event.settlement, reason=event.reason)
        case ObligationReopened():
            return replace(pledge, settlement=None, reason=None, due_on=event.due_on)
        case _:
            assert_never(event)
