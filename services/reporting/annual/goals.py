"""The policy's themes and goals, one after the other, with tables and charts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from services.reporting.annual.blocks import (
    Block,
    Bullets,
    Chart,
    Charts,
    Column,
    Paragraph,
    Section,
    Table,
)
from services.reporting.annual.charts import Bar, Pattern, bar_chart
from services.reporting.annual.wording import Wording
from services.reporting.domain.catalogue import Indicator
from services.reporting.domain.evaluation import Evaluation, GoalResult
from services.reporting.domain.indicators import IndicatorResult


def themes(evaluation: Evaluation, words: Wording) -> Iterator[Section]:
    """A section for each theme, and one for each of its goals."""
    results = {found.goal.key: found for found in evaluation.goals}
    for number, theme in enumerate(evaluation.catalogue.themes, 1):
        heading = words.tell(
            "theme.heading", number=str(number), name=words.of(theme.name)
        )
        named = tuple(words.of(initiative.name) for initiative in theme.initiatives)
        listed = words.tell("theme.initiatives", names=", ".join(named))
        yield Section(heading, 1, (Paragraph(listed),))
        for goal in theme.goals:
            yield _goal(results[goal.key], evaluation.year, words)


def glance(evaluation: Evaluation, words: Wording) -> Section:
    """All goals in one table: who works for them, and how many targets were met."""
    rows = tuple(
        (
            _titled(found.goal.key, words.of(found.goal.name)),
            words.number(len(found.served_by)),
            words.number(sum(one.target is not None for one in found.indicators)),
            words.number(
                sum(one.attainment.verdict == "reached" for one in found.indicators)
            ),
        )
        for found in evaluation.goals
    )
    columns = (
        Column(words.tell("glance.goal"), 1),
        Column(words.tell("glance.partnerships"), align="right"),
        Column(words.tell("glance.targets"), align="right"),
        Column(words.tell("glance.reached"), align="right"),
    )
    caption = words.tell("glance.caption", year=str(evaluation.year))
    return Section(words.tell("glance.heading"), 1, (Table(caption, columns, rows),))


def attained(found: IndicatorResult, words: Wording) -> str:
    """The verdict with its sign, and how far there is to go."""
    told = words.tell(f"verdict.{found.attainment.verdict}")
    distance, covered = found.attainment.distance, found.attainment.covered
    if found.attainment.verdict not in {"on_the_way", "unchanged", "further_off"}:
        return told
    left = words.tell(
        "attained.left", distance=words.number(distance or 0, _decimals(found))
    )
    if found.attainment.verdict == "on_the_way" and covered is not None:
        left = f"{words.tell('attained.covered', n=words.number(covered))}\n{left}"
    return f"{told}\n{left}"


def _goal(found: GoalResult, year: int, words: Wording) -> Section:
    measured = [one for one in found.indicators if one.traces]
    untold = [one.indicator for one in found.indicators if not one.traces]
    blocks: list[Block] = [Paragraph(_workers(found, words))]
    if measured:
        blocks.append(_table(measured, year, words))
        charts = tuple(_charts(measured, words))
        blocks += [Charts(charts)] if charts else []
        blocks += _claims(measured, words)
    if untold:
        names = ", ".join(words.of(indicator.name) for indicator in untold)
        key = "goal.untold" if measured else "goal.nothing"
        blocks.append(Paragraph(words.tell(key, names=names, year=str(year))))
    return Section(_titled(found.goal.key, words.of(found.goal.name)), 2, blocks)


def _workers(found: GoalResult, words: Wording) -> str:
    told = [
        words.count(key, len(references), references=", ".join(references))
        for key, references in (
            ("goal.served", found.served_by),
            ("goal.prepared", found.prepared_by),
        )
        if references
    ]
    return " ".join(told) or words.tell("goal.unserved")


def _table(measured: Sequence[IndicatorResult], year: int, words: Wording) -> Table:
    columns = (
        Column(words.tell("column.indicator"), 3),
        Column(words.tell("column.baseline"), align="right"),
        Column(words.tell("column.target"), align="right"),
        Column(words.tell("column.actual"), align="right"),
        Column(words.tell("column.attainment"), 2.3),
        Column(words.tell("column.evidence"), 2.2, style="small"),
    )
    rows = tuple(_row(found, words) for found in measured)
    return Table(words.tell("goal.caption", year=str(year)), columns, rows)


def _row(found: IndicatorResult, words: Wording) -> tuple[str, ...]:
    unit = found.indicator.unit
    evidence = "\n".join(
        f"{words.number(number)} {words.name('grade', grade)}"
        for grade, number in found.evidence
    )
    return (
        f"{words.of(found.indicator.name)}\n{_measured_in(found.indicator, words)}",
        words.amount(found.baseline, unit),
        words.amount(found.target, unit),
        words.amount(found.actual, unit),
        attained(found, words),
        evidence or words.tell("amount.none"),
    )


def _measured_in(indicator: Indicator, words: Wording) -> str:
    told = words.of(indicator.unit.name)
    return words.tell("unit.down", unit=told) if indicator.direction == "down" else told


def _charts(measured: Sequence[IndicatorResult], words: Wording) -> Iterator[Chart]:
    patterns: tuple[tuple[str, Pattern], ...] = (
        ("baseline", "hatched"),
        ("target", "dotted"),
        ("actual", "solid"),
    )
    for found in measured:
        figures = {
            "baseline": found.baseline,
            "target": found.target,
            "actual": found.actual,
        }
        bars = [
            Bar(words.tell(f"column.{name}"), value, told, pattern)
            for name, pattern in patterns
            if isinstance(value := figures[name], Decimal)
            and (told := words.number(value, _decimals(found)))
        ]
        if found.target is not None and len(bars) > 1:
            yield _chart(found, bars, words)


def _chart(found: IndicatorResult, bars: Sequence[Bar], words: Wording) -> Chart:
    name = words.of(found.indicator.name)
    unit = _measured_in(found.indicator, words)
    figures = ", ".join(f"{bar.label.lower()} {bar.told}" for bar in bars)
    verdict = words.tell(f"spoken.{found.attainment.verdict}")
    return Chart(
        bar_chart(name, unit, bars),
        words.tell("chart.alt", name=name, unit=unit, figures=figures, verdict=verdict),
    )


def _claims(measured: Sequence[IndicatorResult], words: Wording) -> list[Block]:
    items = tuple(
        words.tell(
            "claim",
            name=words.of(found.indicator.name),
            amount=words.amount(found.claimed, found.indicator.unit),
            unit=words.of(found.indicator.unit.name),
        )
        for found in measured
        if found.claimed is not None
    )
    return [Bullets(items, words.tell("claims"))] if items else []


def _decimals(found: IndicatorResult) -> int:
    return found.indicator.unit.decimals


def _titled(key: str, name: str) -> str:
    return f"{key} {name}"
