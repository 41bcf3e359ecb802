"""A figure is claimed once, for days that have passed, on an agreed indicator."""

from datetime import date

from services.partnerships.domain.agreement import Results
from services.partnerships.domain.checks.terms import check_figure, known_indicator
from services.partnerships.domain.commands import ReportOutcome
from services.partnerships.domain.kinds import IndicatorRule, Kind
from services.partnerships.domain.refusals import refused
from services.partnerships.domain.sharing import (
    check_not_shared,
    check_shares,
    covers,
)


def check_report(
    report: ReportOutcome, results: Results, kind: Kind, last_day: date
) -> IndicatorRule:
    """Return the rule of the reported indicator, or refuse the report.

    *last_day* is today, or the day on which the partnership was closed.
    """
    if report.indicator not in results.indicators:
        agreed = sorted(results.indicators)
        raise refused(
            "indicator_not_agreed", indicator=report.indicator, indicators=agreed
        )
    rule = known_indicator(report.indicator, kind)
    check_figure(report.value, rule)
    _check_method(report.method, rule)
    _check_period(report, results.since, last_day)
    if results.outcome(report.outcome_id) is not None:
        raise refused("outcome_exists", outcome_id=str(report.outcome_id))
    _check_restated(report, results)
    _check_counted_once(report, results)
    check_not_shared(report, report.received)
    check_shares(report, report.sharers)
    return rule


def _check_method(method: str | None, rule: IndicatorRule) -> None:
    known = [option.key for option in rule.methods]
    if method is None:
        if known:
            raise refused("method_missing", indicator=rule.key, methods=known)
    elif method not in known:
        raise refused("method_unknown", of=rule.key, method=method, methods=known)


def _check_period(report: ReportOutcome, since: date, last_day: date) -> None:
    if report.last_day < report.first_day:
        raise refused("period_reversed", first_day=report.first_day.isoformat())
    if report.first_day < since:
        raise refused("period_before_start", since=since.isoformat())
    if report.last_day > last_day:
        raise refused("period_not_over", latest=last_day.isoformat())


def _check_restated(report: ReportOutcome, results: Results) -> None:
    if report.restates is None:
        return
    restated = results.outcome(report.restates)
    if restated is None:
        raise refused("outcome_unknown", outcome_id=str(report.restates))
    accepted = restated.acceptance == "accepted"
    if not accepted or restated.indicator != report.indicator:
        raise refused("outcome_not_accepted", outcome_id=str(report.restates))


def _check_counted_once(report: ReportOutcome, results: Results) -> None:
    for outcome in results.outcomes:
        if outcome.id != report.restates and covers(report, outcome):
            raise refused("period_reported_already", outcome_id=str(outcome.id))
