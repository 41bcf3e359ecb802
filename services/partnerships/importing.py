"""Rows of an import file under the columns of a list, and what became of each."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from chassis.invalid import FieldError, field_errors
from chassis.languages import Language
from chassis.problems import Problem
from chassis.sentences import FIELDS
from chassis.sheet_files import Line
from chassis.sheets import is_formula, meant

NOTES = ("fejl", "error")  # the column that refused rows are sent back with


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a list: by field, in each language; some are only shown."""

    fields: tuple[str, ...]
    names: Mapping[Language, tuple[str, ...]]
    required: frozenset[str]
    shown_only: frozenset[str] = frozenset()

    def name(self, field: str, language: Language) -> str:
        """The name of a column, or the field itself if there is no such column."""
        if field not in self.fields:
            return field
        return self.names[language][self.fields.index(field)]


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one row, by field; empty cells are left out."""

    number: int
    values: Mapping[str, str]
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A row that is registered: now, or as it was already."""

    row: int
    id: UUID
    new: bool
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was skipped whole, and what is wrong in it, by field."""

    row: int
    errors: tuple[FieldError, ...]


type Outcome = Made | Refused


def rows(lines: Sequence[Line], layout: Layout) -> list[Row]:
    """Return the rows under the header; Problem `column...` if that is not ours."""
    fields = _fields(lines[0], layout)
    return [_row(line, fields, layout) for line in lines[1:]]


def _fields(header: Line, layout: Layout) -> list[str | None]:
    known = {
        name: field
        for names in layout.names.values()
        for field, name in zip(layout.fields, names, strict=True)
    }
    named = [cell.strip().casefold() for cell in header.cells]
    strange = sorted({one for one in named if one and one not in {*known, *NOTES}})
    if strange:
        raise Problem("column_unknown", columns=strange, known=sorted(known))
    fields = [known.get(one) for one in named]
    told = [field for field in fields if field is not None]
    twice = sorted({field for field in told if told.count(field) > 1})
    if twice:
        raise Problem("column_repeated", columns=twice)
    missing = sorted(layout.required.difference(told))
    if missing:
        names = [
            " / ".join(layout.name(one, of) for of in layout.names) for one in missing
        ]
        raise Problem("column_missing", columns=names)
    return fields


def _row(line: Line, fields: Sequence[str | None], layout: Layout) -> Row:
    held = {
        field: cell
        for field, cell in zip(fields, line.cells, strict=False)
        if field is not None and field not in layout.shown_only and cell
    }
    return Row(
        line.number,
        {field: _written(cell) for field, cell in held.items()},
        tuple(field for field, cell in held.items() if is_formula(cell)),
    )


def _written(cell: str) -> str:
    # As requests are read; else the same name would not be found again.
    return unicodedata.normalize("NFC", meant(cell)).strip()


def read[Body: BaseModel](
    row: Row, values: Mapping[str, object], body: type[Body], language: Language
) -> Body | Refused:
    """Return a row as the API would take it as a request, or why it would not."""
    if row.formulas:
        return refused(row, "formula", row.formulas, language)
    try:
        return body.model_validate_json(to_json(values))
    except ValidationError as error:
        return Refused(row.number, tuple(field_errors(error.errors(), language)))


def refused(row: Row, code: str, fields: Iterable[str], language: Language) -> Refused:
    """Return that a row was skipped because of one thing that is wrong in fields."""
    said = FIELDS[code].told(language, {})
    errors = (FieldError(field=one, code=code, message=said) for one in fields)
    return Refused(row.number, tuple(errors))


def refused_rows(
    lines: Sequence[Line], why: Mapping[int, str], language: Language
) -> Iterator[tuple[str, ...]]:
    """Yield header and refused rows as they were sent, each with what is wrong."""
    note = NOTES[language == "en"]
    kept = [
        place
        for place, cell in enumerate(lines[0].cells)
        if cell.strip().casefold() not in NOTES
    ]
    for line in lines:
        if line is lines[0] or line.number in why:
            told = note if line is lines[0] else why[line.number]
            filled = (*line.cells, *("" for _ in kept))
            yield (*(meant(filled[place]) for place in kept), told)
