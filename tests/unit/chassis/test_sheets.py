"""Cells that a spreadsheet would run are made harmless."""

import pytest

from chassis.sheets import Cell, harmless


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+45 43", "'+45 43"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        (-2, -2),
        (None, None),
        ("", ""),
        ("Bageri = brød", "Bageri = brød"),
    ],
)
def test_only_what_would_run_is_changed(cell: Cell, shown: Cell) -> None:
    """Text that begins as a formula gets an apostrophe; numbers stay numbers."""
    assert harmless(cell) == shown
