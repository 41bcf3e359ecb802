"""Turns the evaluation into what the HTTP interface tells."""

from collections.abc import Iterable
from decimal import Decimal

from pydantic import BaseModel

from services.reporting.domain.amounts import Amount, Withheld
from services.reporting.domain.catalogue import Language
from services.reporting.domain.evaluation import Evaluation, GoalResult
from services.reporting.domain.gatherings import Attendance
from services.reporting.domain.indicators import IndicatorResult, Trace
from services.reporting.domain.ratings import Rating
from services.reporting.views import (
    AttendanceView,
    BallotView,
    CountView,
    EvaluationView,
    GapsView,
    GoalView,
    IndicatorView,
    MembersView,
    RatingView,
    StandingView,
    TraceView,
)


def evaluation_view(evaluation: Evaluation, language: Language) -> EvaluationView:
    """The evaluation with the policy's words in *language*."""
    themes = {
        goal.key: theme.key
        for theme in evaluation.catalogue.themes
        for goal in theme.goals
    }
    rated, held = evaluation.ratings, evaluation.gatherings
    return EvaluationView(
        policy=evaluation.catalogue.key,
        year=evaluation.year,
        as_of=evaluation.as_of,
        counted_on=evaluation.counted_on,
        empty=evaluation.is_empty,
        goals=[
            _goal(found, themes[found.goal.key], language) for found in evaluation.goals
        ],
        gaps=GapsView.model_validate(evaluation.gaps, from_attributes=True),
        ratings=[
            _rating(None, rated.overall),
            *(_rating(kind, rating) for kind, rating in rated.by_kind),
        ],
        lifecycle=_views(CountView, evaluation.counts),
        still_in_force=evaluation.still_in_force,
        partnerships=_views(StandingView, evaluation.partnerships),
        ballots=_views(BallotView, evaluation.ballots),
        gatherings=[
            _attendance(None, held.overall),
            *(_attendance(name, counted) for name, counted in held.by_type),
        ],
        members=MembersView(
            number=evaluation.members.number,
            by_focus=dict(evaluation.members.by_focus),
        ),
    )


def _views[View: BaseModel](view: type[View], found: Iterable[object]) -> list[View]:
    return [view.model_validate(one, from_attributes=True) for one in found]


def trace_view(trace: Trace) -> TraceView:
    """One message behind a figure."""
    return TraceView(
        message_id=trace.fact.message_id,
        type=trace.fact.type,
        occurred_at=trace.fact.occurred_at,
        partnership_id=trace.fact.partnership_id,
        reference=trace.reference,
        part=trace.part,
        value=_told(trace.value),
        withheld=isinstance(trace.value, Withheld),
    )


def _goal(found: GoalResult, theme: str, language: Language) -> GoalView:
    return GoalView(
        goal=found.goal.key,
        name=found.goal.name.told(language),
        theme=theme,
        served_by=list(found.served_by),
        prepared_by=list(found.prepared_by),
        indicators=[_indicator(one, language) for one in found.indicators],
    )


def _indicator(found: IndicatorResult, language: Language) -> IndicatorView:
    amounts = {
        "baseline": found.baseline,
        "actual": found.actual,
        "claimed": found.claimed,
    }
    return IndicatorView(
        indicator=found.indicator.key,
        name=found.indicator.name.told(language),
        unit=found.indicator.unit.key,
        direction=found.indicator.direction,
        baseline=_told(found.baseline),
        target=found.target,
        actual=_told(found.actual),
        claimed=_told(found.claimed),
        withheld=[name for name, one in amounts.items() if isinstance(one, Withheld)],
        attainment=found.attainment.verdict,
        distance=found.attainment.distance,
        covered=found.attainment.covered,
        evidence=dict(found.evidence),
        partnerships=list(found.partnerships),
        messages=list(dict.fromkeys(trace.fact.message_id for trace in found.traces)),
    )


def _rating(kind: str | None, rating: Rating) -> RatingView:
    return RatingView(
        kind=kind,
        mean=_told(rating.mean),
        organisations=_tally(rating.organisations),
        statements=_tally(rating.statements),
        withheld=isinstance(rating.mean, Withheld),
        messages=list(rating.messages),
    )


def _attendance(name: str | None, counted: Attendance) -> AttendanceView:
    tallies = {"invited": counted.invited, "attended": counted.attended}
    return AttendanceView(
        type=name,
        gatherings=counted.gatherings,
        invited=_tally(counted.invited),
        attended=_tally(counted.attended),
        withheld=[name for name, one in tallies.items() if isinstance(one, Withheld)],
        messages=list(counted.messages),
    )


def _told(amount: Amount) -> Decimal | None:
    return None if isinstance(amount, Withheld) else amount


def _tally(number: int | Withheld) -> int | None:
    return None if isinstance(number, Withheld) else number
