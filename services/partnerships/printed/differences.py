"""What a version that amends another makes different, in a table that people read."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import assert_never
from uuid import UUID

from chassis.printing import Column, Table
from services.partnerships.domain.differing import (
    Difference,
    Held,
    Path,
    Wording,
    differences,
)
from services.partnerships.domain.rewording import reworded
from services.partnerships.domain.values import (
    Contact,
    Contacts,
    FieldValue,
    Person,
    Shares,
)
from services.partnerships.labels import Labels
from services.partnerships.printed.blocks import Section
from services.partnerships.printed.facts import Printable
from services.partnerships.printed.phrases import Phrases

_BASIS_POINTS_IN_A_PERCENT = 100


def differing(known: Printable, before: Wording, words: Phrases) -> Section:
    """The section that tells what differs from the version before."""
    after = known.version.wording
    names = {key: one.name for key, one in known.organisations.items()}
    labels = Labels(known.kind, names, before, after)
    rows = tuple(
        (words.of(labels.of(one.path)), *_both(one, known, words))
        for one in differences(before, after)
    )
    columns = (
        Column(words.tell("field"), share=4),
        Column(words.tell("before"), share=4),
        Column(words.tell("after"), share=4),
    )
    caption = words.tell("differences.caption", before=known.version.amends)
    return Section(words.tell("differences"), 1, (Table(caption, columns, rows),))


def _both(one: Difference, known: Printable, words: Phrases) -> tuple[str, str]:
    if one.path[-1] == "order":
        return words.tell("nothing"), words.tell("reordered")
    before, after = one.before, one.after
    if one.path[-1] == "text" and isinstance(before, str) and isinstance(after, str):
        pieces = reworded(before, after)
        old = "".join(piece.text for piece in pieces if piece.fate != "added")
        new = "".join(piece.text for piece in pieces if piece.fate != "removed")
        return old.strip(), new.strip()
    return _told(before, one.path, known, words), _told(after, one.path, known, words)


def _told(value: Held | None, path: Path, known: Printable, words: Phrases) -> str:
    match value:
        case None:
            return words.tell("nothing")
        case str() if path[-1] == "role":
            return words.role(value, known.kind)
        case str() | int() | date() | Decimal() | UUID() | tuple():
            return _plain(value, known, words)
        case _:
            return "\n".join(_lines(value, known, words))


def _plain(
    value: str | int | date | Decimal | UUID | tuple[str, ...],
    known: Printable,
    words: Phrases,
) -> str:
    match value:
        case int():
            return words.kroner(value)
        case date():
            return words.day(value)
        case Decimal():
            return words.number(value)
        case UUID():
            return known.name(value)
        case tuple():
            return ", ".join(value)
        case str():
            return value
        case _:
            assert_never(value)


def _lines(value: FieldValue, known: Printable, words: Phrases) -> Iterator[str]:
    """The fields that name parties, which are those that a change may bring."""
    match value:
        case Shares(shares):
            for one in shares:
                name = known.name(one.organisation_id)
                yield f"{name}: {_percent(one.basis_points, words)}"
        case Contact(person):
            yield _person(person, known)
        case Contacts(persons):
            yield from (_person(one, known) for one in persons)
        case _:
            yield words.tell("field.elsewhere")


def _person(person: Person, known: Printable) -> str:
    return f"{known.name(person.organisation_id)} ({person.contact_id})"


def _percent(basis_points: int, words: Phrases) -> str:
    return f"{words.number(Decimal(basis_points) / _BASIS_POINTS_IN_A_PERCENT)} %"
