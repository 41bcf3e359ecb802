"""Figures about persons made fit to publish: none tells of fewer than five.

Only indicators counted in persons are touched. Targets are plans, not people, and
stay. With the actual figure goes the verdict, and with the baseline the way covered:
each would give the withheld figure away.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from services.reporting.domain.amounts import WITHHELD, Amount, Withheld
from services.reporting.domain.attainment import Attainment
from services.reporting.domain.indicators import IndicatorResult, Part, Trace
from services.reporting.domain.suppression import is_small, withheld

SUMMED: tuple[Part, ...] = ("baseline", "actual", "claimed")
ALONE: frozenset[Part] = frozenset({"earlier", "replaced", "returned"})


def disclosed(found: IndicatorResult) -> IndicatorResult:
    """The result as it may be published."""
    if not found.indicator.unit.persons:
        return found
    baseline, actual = _guarded(found.baseline), _guarded(found.actual)
    return replace(
        found,
        baseline=baseline,
        actual=actual,
        claimed=_guarded(found.claimed),
        attainment=_attainment(found.attainment, baseline, actual),
        traces=_traces(found.traces),
    )


def _guarded(amount: Amount) -> Amount:
    return WITHHELD if isinstance(amount, Decimal) and is_small(amount) else amount


def _attainment(known: Attainment, baseline: Amount, actual: Amount) -> Attainment:
    if isinstance(actual, Withheld):
        return Attainment("withheld")
    if isinstance(baseline, Withheld):
        return replace(known, covered=None)
    return known


def _traces(traces: Sequence[Trace]) -> tuple[Trace, ...]:
    hidden: set[int] = set()
    for part in SUMMED:
        hidden |= withheld(_cells(traces, frozenset({part})))
    alone = _cells(traces, ALONE)
    hidden |= {index for index, value in alone.items() if is_small(value)}
    return tuple(
        replace(trace, value=WITHHELD) if index in hidden else trace
        for index, trace in enumerate(traces)
    )


def _cells(traces: Sequence[Trace], parts: frozenset[Part]) -> dict[int, Decimal]:
    return {
        index: trace.value
        for index, trace in enumerate(traces)
        if trace.part in parts and isinstance(trace.value, Decimal)
    }
