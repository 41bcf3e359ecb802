"""What a version that amends another makes different, in a table that people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from services.partnerships.domain.kinds import Kind
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


@dataclass(frozen=True, slots=True)
class Told:
    """By which names and in which language differences are told."""

    kind: Kind
    names: Mapping[UUID, str]
    words: Phrases

    def name(self, organisation_id: UUID) -> str:
        """What an organisation is called."""
        return self.names.get(organisation_id, str(organisation_id))


type Line = tuple[str, str, str]


def differing(known: Printable, before: Wording, words: Phrases) -> Section:
    """The section that tells what differs from the version before."""
    names = {key: one.name for key, one in known.organisations.items()}
    told = Told(known.kind, names, words)
    columns = (
        Column(words.tell("field"), share=4),
        Column(words.tell("before"), share=4),
        Column(words.tell("after"), share=4),
    )
    caption = words.tell("differences.caption", before=known.version.amends)
    rows = lines(before, known.version.wording, told)
    return Section(words.tell("differences"), 1, (Table(caption, columns, rows),))


def lines(before: Wording, after: Wording, told: Told) -> tuple[Line, ...]:
    """What each field that differs is called, what it was, and what it is."""
    labels = Labels(told.kind, told.names, before, after)
    return tuple(
        (told.words.of(labels.of(one.path)), *_both(one, told))
        for one in differences(before, after)
    )


def _both(one: Difference, told: Told) -> tuple[str, str]:
    if one.path[-1] == "order":
        return told.words.tell("nothing"), told.words.tell("reordered")
    before, after = one.before, one.after
    if one.path[-1] == "text" and isinstance(before, str) and isinstance(after, str):
        pieces = reworded(before, after)
        old = "".join(piece.text for piece in pieces if piece.fate != "added")
        new = "".join(piece.text for piece in pieces if piece.fate != "removed")
        return old.strip(), new.strip()
    return _shown(before, one.path, told), _shown(after, one.path, told)


def _shown(value: Held | None, path: Path, told: Told) -> str:
    match value:
        case None:
            return told.words.tell("nothing")
        case str() if path[-1] == "role":
            return told.words.role(value, told.kind)
        case str() | int() | date() | Decimal() | UUID() | tuple():
            return _plain(value, told)
        case _:
            return "\n".join(_lines(value, told))


def _plain(
    value: str | int | date | Decimal | UUID | tuple[str, ...],
    told: Told,
) -> str:
    match value:
        case int():
            return told.words.kroner(value)
        case date():
            return told.words.day(value)
        case Decimal():
            return told.words.number(value)
        case UUID():
            return told.name(value)
        case tuple():
            return ", ".join(value)
        case str():
            return value
        case _:
            assert_never(value)


def _lines(value: FieldValue, told: Told) -> Iterator[str]:
    """The fields that name parties, which are those that a change may bring."""
    match value:
        case Shares(shares):
            for one in shares:
                name = told.name(one.organisation_id)
                yield f"{name}: {_percent(one.basis_points, told.words)}"
        case Contact(person):
            yield _person(person, told)
        case Contacts(persons):
            yield from (_person(one, told) for one in persons)
        case _:
            yield told.words.tell("field.elsewhere")


def _person(person: Person, told: Told) -> str:
    return f"{told.name(person.organisation_id)} ({person.contact_id})"


def _percent(basis_points: int, words: Phrases) -> str:
    return f"{words.number(Decimal(basis_points) / _BASIS_POINTS_IN_A_PERCENT)} %"
