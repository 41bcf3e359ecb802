"""What was agreed: parties, changes, clauses, obligations, indicators, contributions."""

from collections.abc import Iterator

from chassis.printing import Column, Paragraph, Table
from services.partnerships.domain.agreement import Measure
from services.partnerships.domain.proposal import Party
from services.partnerships.printed.blocks import Section
from services.partnerships.printed.differences import differing
from services.partnerships.printed.facts import Printable
from services.partnerships.printed.phrases import Phrases


def sections(known: Printable, words: Phrases) -> Iterator[Section]:
    """Every section of the text that is signed, in the order in which it is read."""
    yield _parties(known, words)
    if known.version.before is not None:
        yield differing(known, known.version.before, words)
    yield from _clauses(known, words)
    yield _obligations(known, words)
    yield _measures(known, words)
    yield _contributions(known, words)


def _parties(known: Printable, words: Phrases) -> Section:
    rows = tuple(
        _party(party, known, words) for party in known.version.wording.proposal.parties
    )
    columns = (
        Column(words.tell("party"), share=5),
        Column(words.tell("role"), share=3),
        Column(words.tell("cvr"), share=3),
    )
    table = Table(words.tell("parties.caption"), columns, rows)
    return Section(words.tell("parties"), 1, (table,))


def _party(party: Party, known: Printable, words: Phrases) -> tuple[str, str, str]:
    organisation = known.organisations.get(party.organisation_id)
    number = words.tell("nothing")
    if organisation is not None:
        number = organisation.cvr
        if organisation.p_number is not None:
            number += "\n" + words.tell("p_number", number=organisation.p_number)
    name = known.name(party.organisation_id)
    return name, words.role(party.role, known.kind), number


def _clauses(known: Printable, words: Phrases) -> Iterator[Section]:
    names = {rule.key: words.of(rule.name) for rule in known.kind.clauses}
    clauses = known.version.wording.terms.clauses
    none = () if clauses else (Paragraph(words.tell("clauses.none")),)
    yield Section(words.tell("clauses"), 1, none)
    for number, clause in enumerate(clauses, start=1):
        heading = f"{number}. {names.get(clause.key, clause.key)}"
        paragraphs = (one.strip() for one in clause.text.split("\n\n"))
        text = tuple(Paragraph(one) for one in paragraphs if one)
        yield Section(heading, 2, text)


def _obligations(known: Printable, words: Phrases) -> Section:
    rows = tuple(
        (
            str(number),
            one.text,
            known.name(one.owner),
            known.name(one.beneficiary) if one.beneficiary else words.tell("everybody"),
            words.day(one.due_on),
        )
        for number, one in enumerate(known.version.wording.terms.obligations, start=1)
    )
    columns = (
        Column(words.tell("number")),
        Column(words.tell("obligation"), share=5),
        Column(words.tell("gives"), share=3),
        Column(words.tell("gets"), share=3),
        Column(words.tell("due_on"), share=2.6),
    )
    return _listed("obligations", columns, rows, words)


def _measures(known: Printable, words: Phrases) -> Section:
    rows = tuple(
        _measure(one, known, words) for one in known.version.wording.terms.measures
    )
    columns = (
        Column(words.tell("indicator"), share=5),
        Column(words.tell("goal"), share=1),
        Column(words.tell("baseline"), share=2, align="right"),
        Column(words.tell("targets"), share=3, align="right"),
    )
    return _listed("measures", columns, rows, words)


def _measure(measure: Measure, known: Printable, words: Phrases) -> tuple[str, ...]:
    rule = known.kind.indicator(measure.indicator)
    name = measure.indicator if rule is None else words.of(rule.name)
    targets = (
        words.tell("target", year=one.year, value=words.number(one.value))
        for one in measure.targets
    )
    return name, measure.goal, words.number(measure.baseline), "; ".join(targets)


def _contributions(known: Printable, words: Phrases) -> Section:
    contributions = known.version.wording.terms.contributions
    rows = tuple(
        (known.name(one.organisation_id), words.kroner(one.yearly_ore))
        for one in contributions
    )
    if len(rows) > 1:
        together = sum(one.yearly_ore for one in contributions)
        rows += ((words.tell("together"), words.kroner(together)),)
    columns = (
        Column(words.tell("party"), share=5),
        Column(words.tell("yearly"), share=3, align="right"),
    )
    return _listed("contributions", columns, rows, words)


def _listed(
    name: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[str, ...], ...],
    words: Phrases,
) -> Section:
    if not rows:
        return Section(words.tell(name), 1, (Paragraph(words.tell(f"{name}.none")),))
    table = Table(words.tell(f"{name}.caption"), columns, rows)
    return Section(words.tell(name), 1, (table,))
