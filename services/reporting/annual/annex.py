"""The annex: every message behind every figure."""

from collections.abc import Iterator

from services.reporting.annual.blocks import Column, Paragraph, Section, Table
from services.reporting.annual.wording import Wording
from services.reporting.domain.evaluation import Evaluation
from services.reporting.domain.indicators import IndicatorResult


def method(evaluation: Evaluation, words: Wording) -> Section:
    """How the figures are made, and how the signs are read."""
    rules = tuple(
        words.tell(f"method.{number}", year=str(evaluation.year))
        for number in range(1, 9)
    )
    return Section(
        words.tell("method.heading"), 1, tuple(Paragraph(rule) for rule in rules)
    )


def annex(evaluation: Evaluation, words: Wording) -> Iterator[Section]:
    """A table of messages for each indicator of which anything is known."""
    behind = [
        found for goal in evaluation.goals for found in goal.indicators if found.traces
    ]
    told = words.tell("annex.intro" if behind else "annex.none")
    heading = words.tell("annex.heading")
    yield Section(heading, 1, (Paragraph(told),))
    for found in behind:
        yield Section(words.of(found.indicator.name), 2, (_table(found, words),))


def _table(found: IndicatorResult, words: Wording) -> Table:
    columns = (
        Column(words.tell("annex.time")),
        Column(words.tell("annex.message"), 1),
        Column(words.tell("annex.partnership"), 1.4, style="identifier"),
        Column(words.tell("annex.value"), align="right"),
    )
    rows = tuple(
        (
            words.stamp(trace.fact.occurred_at),
            words.tell(f"part.{trace.part}")
            + f"\n{words.name('message', type(trace.fact.happening).__name__)}",
            f"{trace.reference}\n{trace.fact.message_id}",
            words.amount(trace.value, found.indicator.unit),
        )
        for trace in found.traces
    )
    caption = words.tell(
        "annex.caption",
        key=found.indicator.key,
        unit=words.of(found.indicator.unit.name),
    )
    return Table(caption, columns, rows)
