"""Spreadsheets as they are sent: read by what they hold, or refused with what to do."""

from collections.abc import AsyncGenerator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from chassis.problems import Problem
from chassis.sheet_files import Line, lines
from chassis.sheets import Rows, harmless, meant
from chassis.workbooks import xlsx_bytes

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ENTITY = f"<!DOCTYPE a [<!ENTITY b 'ha'>]><worksheet xmlns='{MAIN}'>&b;</worksheet>"


def workbook(parts: dict[str, str]) -> bytes:
    """A workbook with one cell, and these parts in it."""
    book, file = Workbook(), BytesIO()
    book.worksheets[0].append(["name"])
    book.save(file)
    with ZipFile(BytesIO(file.getvalue())) as archive:
        kept = {name: archive.read(name).decode() for name in archive.namelist()}
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in {**kept, **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"%PDF-1.7", "sheet_not_taken", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "sheet_not_taken", "XLS"),
        (b"\r\n <html>", "sheet_not_taken", "HTML/XML"),
        (b"name\x00cvr", "sheet_not_taken", "BIN"),
        (workbook({"xl/vbaProject.bin": ""}), "sheet_not_taken", "XLSM"),
        (b"PK\x05\x06" + bytes(18), "sheet_not_taken", "ZIP"),
        (workbook({"xl/media/a": " " * 2**24}), "sheet_too_large", None),
        (workbook({"xl/worksheets/sheet1.xml": ENTITY}), "sheet_broken", None),
        (workbook({})[:-40], "sheet_broken", None),
        (b'name\n"A', "sheet_broken", None),
        ("æble".encode("latin-1"), "sheet_encoding_unknown", None),
        (b"\xff\xfea", "sheet_encoding_unknown", None),
        (b"\r\n;;\r\n", "sheet_empty", None),
        (b"a\n" * 4, "sheet_too_long", None),
        (b";" * 60 + b"a", "sheet_too_wide", None),
    ],
)
def test_what_is_no_spreadsheet_is_refused(
    content: bytes, code: str, found: str | None
) -> None:
    """Whatever it is called, and before it is unpacked."""
    with pytest.raises(Problem) as refused:
        lines(content, most=2)

    assert (refused.value.code, refused.value.facts.get("found")) == (code, found)


def test_rows_keep_the_number_that_a_spreadsheet_shows() -> None:
    """Empty rows are passed over, and counted."""
    assert lines(b"a,b\n\n 1 ,\n", most=1) == [Line(1, ("a", "b")), Line(3, ("1", ""))]


@pytest.mark.parametrize("text", ["=1", "'=1", " =1", "''@", "-", "Hansen's", "'", ""])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    """What is marked for a spreadsheet is the same text to us."""
    marked = harmless(text)

    assert isinstance(marked, str)
    assert meant(marked) == text


async def test_a_workbook_holds_texts_and_never_formulas() -> None:
    """A text that no cell can hold is not cut off unseen."""

    async def pages() -> AsyncGenerator[Rows]:
        yield [("=1+1", 7, "x" * 32_768)]

    sent = [chunk async for chunk in xlsx_bytes(["a"], pages(), "too long")]

    sheet = load_workbook(BytesIO(b"".join(sent))).worksheets[0]
    cells = [(cell.value, cell.data_type) for cell in sheet[2]]
    assert cells == [("'=1+1", "s"), (7, "n"), ("too long", "s")]
