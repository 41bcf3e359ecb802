"""What somebody sends as a spreadsheet: recognised by its content, or refused."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chassis.problems import Problem
from chassis.workbooks import cells

LARGEST = 5 * 1024 * 1024  # bytes
COLUMNS = 60
_SIGNS = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not empty, by the number that a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


def lines(content: bytes, most: int) -> list[Line]:
    """Return the rows of a CSV or XLSX file, the header among them.

    Problem `sheet_...` for what is neither, broken, or more than *most* rows.
    """
    if content.startswith(b"PK\x03\x04"):
        return _within(cells(content, COLUMNS), most)
    for sign, name in _SIGNS:
        if content.startswith(sign):
            raise Problem("sheet_not_taken", found=name)
    return _within(_of_text(_decoded(content)), most)


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Problem("sheet_encoding_unknown") from error
    if _NO_TEXT.search(text):
        raise Problem("sheet_not_taken", found="BIN")
    if text.lstrip().startswith("<"):
        raise Problem("sheet_not_taken", found="HTML/XML")
    return text


def _of_text(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, strict=True
        )
    except csv.Error as error:
        raise Problem("sheet_broken") from error


def _within(rows: Iterable[list[str]], most: int) -> list[Line]:
    kept: list[Line] = []
    for number, row in enumerate(rows, start=1):
        line = [cell.strip(" ") for cell in row]
        if not any(line):
            continue
        if len(kept) > most:
            raise Problem("sheet_too_long", rows=most)
        if any(line[COLUMNS:]):
            raise Problem("sheet_too_wide", columns=COLUMNS)
        kept.append(Line(number, tuple(line[:COLUMNS])))
    if not kept:
        raise Problem("sheet_empty")
    return kept
