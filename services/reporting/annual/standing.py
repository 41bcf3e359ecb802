"""Gaps, the partners' view, and what became of the partnerships."""

from collections.abc import Iterator

from services.reporting.annual.blocks import (
    Block,
    Bullets,
    Column,
    Paragraph,
    Section,
    Table,
)
from services.reporting.annual.wording import Wording
from services.reporting.domain.amounts import Amount, Withheld
from services.reporting.domain.evaluation import Evaluation
from services.reporting.domain.ratings import Rating


def gaps(evaluation: Evaluation, words: Wording) -> Section:
    """Goals without partnerships, partnerships without goals."""
    names = {found.goal.key: words.of(found.goal.name) for found in evaluation.goals}
    found = evaluation.gaps
    goals = tuple(f"{key} {names[key]}" for key in found.unserved_goals)
    blocks: list[Block] = [
        _listed(goals, "gaps.goals", words),
        _listed(found.aimless_partnerships, "gaps.partnerships", words),
    ]
    if found.unplaced_indicators:
        blocks.append(_listed(found.unplaced_indicators, "gaps.indicators", words))
    return Section(words.tell("gaps.heading"), 1, blocks)


def ratings(evaluation: Evaluation, words: Wording) -> Section:
    """How the partners rate the municipality."""
    given = evaluation.ratings
    heading = words.tell("ratings.heading")
    if not given.by_kind:
        nothing = words.tell("ratings.none", year=str(evaluation.year))
        return Section(heading, 1, (Paragraph(nothing),))
    columns = (
        Column(words.tell("ratings.kind"), 1),
        Column(words.tell("ratings.mean"), align="right"),
        Column(words.tell("ratings.organisations"), align="right"),
        Column(words.tell("ratings.statements"), align="right"),
    )
    rows = (
        *(
            (words.name("kind", kind), *_rated(rating, words))
            for kind, rating in given.by_kind
        ),
        (words.tell("ratings.overall"), *_rated(given.overall, words)),
    )
    caption = words.tell("ratings.caption", year=str(evaluation.year))
    rule = Paragraph(words.tell("ratings.rule"))
    return Section(heading, 1, (Table(caption, columns, rows), rule))


def lifecycle(evaluation: Evaluation, words: Wording) -> Iterator[Section]:
    """The partnerships of the year: where they stand, and what they went through."""
    year = str(evaluation.year)
    yield Section(words.tell("lifecycle.heading"), 1, _partnerships(evaluation, words))
    rows = tuple(
        (words.tell(f"milestone.{count.milestone}"), words.number(count.number))
        for count in evaluation.counts
    )
    columns = (
        Column(words.tell("lifecycle.milestone")),
        Column(words.tell("lifecycle.number"), align="right"),
    )
    table = Table(words.tell("lifecycle.caption", year=year), columns, rows)
    yield Section(words.tell("lifecycle.counts"), 2, (table,))
    yield Section(words.tell("ballots.heading"), 2, _ballots(evaluation, words))
    yield Section(words.tell("gatherings.heading"), 2, _gatherings(evaluation, words))
    yield Section(words.tell("members.heading"), 2, _members(evaluation, words))


def context(evaluation: Evaluation, words: Wording) -> Section:
    """The figures that the policy quotes, apart from the indicators."""
    columns = (
        Column(words.tell("context.figure"), 1),
        Column(words.tell("context.value"), align="right"),
        Column(words.tell("context.period")),
    )
    rows = tuple(
        (
            words.of(figure.name),
            words.tell(
                f"bound.{figure.bound}",
                value=words.number(figure.value),
                unit=words.of(figure.unit),
            ),
            words.of(figure.period),
        )
        for figure in evaluation.catalogue.context
    )
    table = Table(words.tell("context.caption"), columns, rows)
    apart = Paragraph(words.tell("context.apart"))
    return Section(words.tell("context.heading"), 1, (apart, table))


def _listed(items: tuple[str, ...], key: str, words: Wording) -> Block:
    if not items:
        return Paragraph(words.tell(f"{key}.none"))
    return Bullets(items, words.tell(key))


def _rated(rating: Rating, words: Wording) -> tuple[str, str, str]:
    return (
        _mean(rating.mean, words),
        words.tally(rating.organisations),
        words.tally(rating.statements),
    )


def _mean(mean: Amount, words: Wording) -> str:
    if mean is None or isinstance(mean, Withheld):
        return words.tell("amount.withheld")
    return words.number(mean, 1)


def _partnerships(evaluation: Evaluation, words: Wording) -> tuple[Block, ...]:
    if not evaluation.partnerships:
        year = str(evaluation.year)
        return (Paragraph(words.tell("partnerships.none", year=year)),)
    columns = (
        Column(words.tell("partnerships.reference")),
        Column(words.tell("partnerships.title"), 1),
        Column(words.tell("partnerships.status")),
        Column(words.tell("partnerships.goals")),
    )
    rows = tuple(
        (
            standing.reference,
            f"{standing.title}\n{words.name('kind', standing.kind)}",
            words.name("status", standing.status),
            ", ".join(standing.goals) or words.tell("amount.none"),
        )
        for standing in evaluation.partnerships
    )
    day = words.day(evaluation.counted_on)
    running = words.count("partnerships.running", evaluation.still_in_force, day=day)
    caption = words.tell("partnerships.caption", day=day)
    return (Paragraph(running), Table(caption, columns, rows))


def _ballots(evaluation: Evaluation, words: Wording) -> tuple[Block, ...]:
    if not evaluation.ballots:
        year = str(evaluation.year)
        return (Paragraph(words.tell("ballots.none", year=year)),)
    columns = (
        Column(words.tell("partnerships.reference")),
        Column(words.tell("ballots.closed"), 1),
        Column(words.tell("ballots.heads"), align="right"),
        Column(words.tell("ballots.share"), align="right"),
        Column(words.tell("ballots.result")),
    )
    rows = tuple(
        (
            ballot.reference,
            words.day(ballot.closed_on),
            words.tell(
                "tile.of",
                part=words.number(ballot.cast_heads),
                whole=words.number(ballot.roll_heads),
            ),
            words.percent(ballot.cast_share),
            words.tell("ballots.passed" if ballot.passed else "ballots.failed"),
        )
        for ballot in evaluation.ballots
    )
    return (Table(words.tell("ballots.caption"), columns, rows),)


def _gatherings(evaluation: Evaluation, words: Wording) -> tuple[Block, ...]:
    held = evaluation.gatherings
    if not held.by_type:
        year = str(evaluation.year)
        return (Paragraph(words.tell("gatherings.none", year=year)),)
    columns = (
        Column(words.tell("gatherings.type"), 1),
        Column(words.tell("gatherings.held"), align="right"),
        Column(words.tell("gatherings.invited"), align="right"),
        Column(words.tell("gatherings.attended"), align="right"),
    )
    named = [
        *((words.name("gathering", name), counted) for name, counted in held.by_type),
        (words.tell("gatherings.overall"), held.overall),
    ]
    rows = tuple(
        (
            name,
            words.number(counted.gatherings),
            words.tally(counted.invited),
            words.tally(counted.attended),
        )
        for name, counted in named
    )
    return (Table(words.tell("gatherings.caption"), columns, rows),)


def _members(evaluation: Evaluation, words: Wording) -> tuple[Block, ...]:
    taking_part = evaluation.members
    told = Paragraph(words.count("members.number", taking_part.number))
    items = tuple(
        f"{words.name('focus', focus)}: {words.number(number)}"
        for focus, number in taking_part.by_focus
    )
    return (told, Bullets(items, words.tell("members.focus"))) if items else (told,)
