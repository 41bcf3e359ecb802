"""XLSX workbooks: read within limits, and written without anything that runs."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from io import BytesIO
from tempfile import TemporaryFile
from typing import Protocol
from zipfile import BadZipFile, ZipFile

from chassis.problems import Problem
from chassis.sheets import Cell, Rows, harmless

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNPACKED = 16 * 1024 * 1024  # bytes that all parts may come to
LAST_ROW = 1_048_576  # of any sheet
CELL = 32_767  # characters that a cell holds; more would be cut off unseen
_PARTS = 1000
_ENCRYPTED = 1
_CHUNK = 64 * 1024
# What the library raises of a file that is broken, or made to break it.
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError,
    LookupError, MemoryError, NotImplementedError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip


class _Held(Protocol):
    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...


def cells(content: bytes, columns: int) -> Iterator[list[str]]:
    """Yield the rows of the first sheet as text, up to one column more than *columns*.

    A text that looks like a formula is marked as CSV marks it; a formula is not.
    """
    from openpyxl import load_workbook

    try:
        _require_workbook(content)
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of itself may be untrue
        for row in sheet.iter_rows(max_row=LAST_ROW, max_col=columns + 1):
            yield [_text(cell) for cell in row]
    except _BROKEN as error:
        raise Problem("sheet_broken") from error


def _require_workbook(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Problem("sheet_not_taken", found="ZIP")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Problem("sheet_not_taken", found="XLSM")
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        raise Problem("sheet_not_taken", found="ZIP")
    # Why what is declared is enough: no more than that is ever unpacked of a part.
    if sum(part.file_size for part in parts) > UNPACKED or len(parts) > _PARTS:
        raise Problem("sheet_too_large", limit=UNPACKED)


def _text(cell: _Held) -> str:
    match cell.value:
        case None:
            return ""
        case _ if cell.data_type == "f":
            return "="
        case bool(value):
            return str(value).lower()
        case float(value) if value.is_integer():
            return str(int(value))
        case str(value):
            return str(harmless(value)) if not value.startswith("'") else value
        case value:
            return str(value)


async def xlsx_bytes(
    header: Sequence[str], pages: AsyncIterator[Rows], too_long: str
) -> AsyncIterator[bytes]:
    """Yield a workbook of one sheet; it waits on disk, not in memory, to be whole.

    A text that no cell can hold is replaced by *too_long*.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()

    def cell(value: Cell) -> object:
        if not isinstance(value, str):
            return value
        text = str(harmless(value))
        written = WriteOnlyCell(sheet, too_long if len(text) > CELL else text)
        written.data_type = "s"
        return written

    def write(rows: Rows) -> None:
        for row in rows:
            sheet.append([cell(value) for value in row])

    with TemporaryFile() as file:
        try:
            write([header])
            async for rows in pages:
                await asyncio.to_thread(write, rows)
        finally:
            # Also when nobody waits any more: it removes what waits on disk.
            await asyncio.to_thread(book.save, file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
