"""Rows for a spreadsheet that opens them as they are meant, and never runs them."""

import csv
import io
from collections.abc import AsyncIterator, Sequence

type Cell = str | int | None
type Rows = Sequence[Sequence[Cell]]

_RUNS = ("=", "+", "-", "@", "\t", "\r")
_BEFORE = " '"
_MARK = "\ufeff"  # without it Excel reads UTF-8 as Latin-1


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and runs(cell):
        return f"'{cell}"
    return cell


def meant(cell: str) -> str:
    """Return the text that a harmless cell was made from."""
    return cell[1:] if cell.startswith("'") and runs(cell) else cell


def runs(cell: str) -> bool:
    """Tell whether a text is a formula, or would be without its apostrophes."""
    return cell.lstrip(_BEFORE).startswith(_RUNS)


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet would run a text as it stands."""
    return runs(cell) and not cell.lstrip(" ").startswith("'")


async def csv_bytes(
    header: Sequence[str], pages: AsyncIterator[Rows]
) -> AsyncIterator[bytes]:
    """Yield a CSV file page by page, as Danish Excel opens it: UTF-8 and semicolons."""
    yield csv_page([header], first=True)
    async for rows in pages:
        yield csv_page(rows)


def csv_page(rows: Rows, *, first: bool = False) -> bytes:
    """Return rows as they stand in a CSV file, at its beginning or further on."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return ((_MARK if first else "") + text.getvalue()).encode()
