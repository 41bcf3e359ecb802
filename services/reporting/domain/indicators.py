"""One indicator in one year: promised, achieved, and by which messages we know."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from services.reporting.domain.amounts import Amount, mean, total
from services.reporting.domain.attainment import Attainment, attainment
from services.reporting.domain.catalogue import Aggregation, Indicator
from services.reporting.domain.courses import Agreement, Course
from services.reporting.domain.facts import Fact
from services.reporting.domain.happenings import Grade, Promise
from services.reporting.domain.outcomes import Outcome

type Part = Literal[
    "baseline",
    "target",
    "in_force",
    "actual",
    "earlier",
    "claimed",
    "replaced",
    "returned",
]


@dataclass(frozen=True, slots=True)
class Trace:
    """A message behind a figure, and what it gave to it."""

    fact: Fact
    reference: str
    part: Part
    value: Amount


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """What is known of one indicator in one year."""

    indicator: Indicator
    baseline: Amount
    target: Decimal | None
    actual: Amount
    claimed: Amount  # reported and neither accepted nor returned; beside the actual
    attainment: Attainment
    evidence: tuple[tuple[Grade, int], ...]  # outcomes in the actual, by grade
    partnerships: tuple[str, ...]  # references
    traces: tuple[Trace, ...]


def result(
    indicator: Indicator,
    year: int,
    followed: Sequence[Course],
    reported: Sequence[Outcome],
) -> IndicatorResult:
    """Everything that *year* says about *indicator*, from all partnerships."""
    promised = _promised(indicator, year, followed)
    placed = _placed(indicator, year, reported)
    baseline = _combined([p.baseline for _, p in promised], indicator.aggregation)
    target = _combined(
        [p.targets[year] for _, p in promised if year in p.targets],
        indicator.aggregation,
    )
    actual = _figure(placed, "actual", indicator.aggregation)
    counted = [outcome for part, outcome in placed if part == "actual"]
    traces = tuple(
        trace
        for agreement, promise in promised
        for trace in _promise_traces(agreement, promise, year)
    ) + tuple(
        trace
        for part, outcome in placed
        for trace in _traces(part, outcome, indicator.aggregation)
    )
    return IndicatorResult(
        indicator=indicator,
        baseline=baseline,
        target=target,
        actual=actual,
        claimed=_figure(placed, "claimed", indicator.aggregation),
        attainment=attainment(baseline, target, actual, indicator.direction),
        evidence=tuple(sorted(Counter(outcome.grade for outcome in counted).items())),
        partnerships=tuple(sorted({trace.reference for trace in traces})),
        traces=traces,
    )


def _promised(
    indicator: Indicator, year: int, followed: Sequence[Course]
) -> list[tuple[Agreement, Promise]]:
    agreements = (course.agreement_of(year) for course in followed)
    return [
        (agreement, promise)
        for agreement in agreements
        if agreement is not None
        for promise in agreement.terms.promises
        if promise.indicator == indicator.key
    ]


def _placed(
    indicator: Indicator, year: int, reported: Sequence[Outcome]
) -> list[tuple[Part, Outcome]]:
    """The indicator's outcomes of the year, each with the part that it plays."""
    ours = [
        outcome
        for outcome in reported
        if outcome.figure.indicator == indicator.key and outcome.year == year
    ]
    accepted = [outcome for outcome in ours if outcome.standing == "accepted"]
    last = {
        outcome.reported.partnership_id: outcome
        for outcome in sorted(accepted, key=lambda o: o.figure.period.last_day)
    }
    placed: list[tuple[Part, Outcome]] = []
    for outcome in ours:
        overtaken = (
            indicator.aggregation == "latest"
            and last.get(outcome.reported.partnership_id) is not outcome
        )
        if outcome.standing == "accepted":
            placed.append(("earlier" if overtaken else "actual", outcome))
        else:
            placed.append((outcome.standing, outcome))
    return placed


def _figure(
    placed: Sequence[tuple[Part, Outcome]], part: Part, aggregation: Aggregation
) -> Decimal | None:
    return _combined(
        [outcome.figure.value for role, outcome in placed if role == part], aggregation
    )


def _combined(values: Sequence[Decimal], aggregation: Aggregation) -> Decimal | None:
    """Partnerships' figures as one: sums are added, rates and scores averaged."""
    return total(values) if aggregation == "sum" else mean(values)


def _promise_traces(
    agreement: Agreement, promise: Promise, year: int
) -> tuple[Trace, ...]:
    terms = agreement.terms
    stated = Trace(terms.concluded, terms.reference, "baseline", promise.baseline)
    began = replace(stated, fact=agreement.took_effect, part="in_force", value=None)
    if year not in promise.targets:
        return (stated, began)
    return (stated, replace(stated, part="target", value=promise.targets[year]), began)


def _traces(
    part: Part, outcome: Outcome, aggregation: Aggregation
) -> tuple[Trace, ...]:
    """What the messages gave: to each partnership that shares a sum, its part."""
    figure = outcome.figure
    said = Trace(outcome.reported, figure.reference, part, figure.value)
    parts: tuple[Trace, ...] = (said,)
    if figure.shares and aggregation == "sum":
        parts = tuple(
            replace(said, reference=one.reference, value=figure.value * one.share)
            for one in figure.shares
        )
    if outcome.settled is None:
        return parts
    return (*parts, replace(said, fact=outcome.settled, value=None))
