"""Rows as CSV that a spreadsheet opens as it is meant, and never runs."""

import csv
import io
from collections.abc import AsyncIterator, Sequence

type Cell = str | int | None
type Rows = Sequence[Sequence[Cell]]

_RUNS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"  # without it Excel reads UTF-8 as Latin-1


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_RUNS):
        return f"'{cell}"
    return cell


async def csv_bytes(
    header: Sequence[str], pages: AsyncIterator[Rows]
) -> AsyncIterator[bytes]:
    """Yield a CSV file page by page, as Danish Excel opens it: UTF-8 and semicolons."""
    yield (_MARK + _lines([header])).encode()
    async for rows in pages:
        yield _lines(rows).encode()


def _lines(rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()
