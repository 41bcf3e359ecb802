"""Decisions are numbered without gaps and all have the same parts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT

DECISIONS = ROOT / "docs" / "adr"
HEADINGS = ["Context", "Decision", "Consequences", "Revisit when"]
STATUS = re.compile(r"Status: (proposed|accepted|superseded by \d{4})")
DATE = re.compile(r"Date: \d{4}-\d{2}-\d{2}")
LONGEST = 60


def faults(path: Path, number: int) -> Iterator[str]:
    """Yield what a decision's page lacks, given the number it should have."""
    lines = path.read_text().splitlines()
    if not re.fullmatch(rf"{number:04}-[a-z0-9-]+\.md", path.name):
        yield f"{path.name}: should be number {number:04}"
    if not lines[0].startswith(f"# {number:04} "):
        yield f"{path.name}: title"
    if not STATUS.fullmatch(lines[2]):
        yield f"{path.name}: status"
    if not DATE.fullmatch(lines[3]):
        yield f"{path.name}: date"
    if [line[3:] for line in lines if line.startswith("## ")] != HEADINGS:
        yield f"{path.name}: headings"
    if len(lines) > LONGEST:
        yield f"{path.name}: longer than a page"


def test_every_decision_has_its_parts() -> None:
    """A decision without a date, or without a reason to think again, is a habit."""
    pages = sorted(DECISIONS.glob("*.md"))

    assert pages
    assert [
        fault
        for number, path in enumerate(pages, start=1)
        for fault in faults(path, number)
    ] == []


PAGE = """\
# 0001 Do it

Status: accepted
Date: 2026-11-23

## Context

## Decision

## Consequences

## Revisit when
"""


@pytest.mark.parametrize(
    ("name", "page", "fault"),
    [
        ("0003-do-it.md", PAGE, "should be number 0001"),
        ("0001-do-it.md", PAGE.replace("# 0001", "#"), "title"),
        ("0001-do-it.md", PAGE.replace("accepted", "fine"), "status"),
        ("0001-do-it.md", PAGE.replace("2026-11-23", "today"), "date"),
        ("0001-do-it.md", PAGE.replace("## Revisit when", ""), "headings"),
        ("0001-do-it.md", PAGE + "line\n" * 60, "longer than a page"),
    ],
)
def test_a_missing_part_is_noticed(
    tmp_path: Path, name: str, page: str, fault: str
) -> None:
    """Seen red: each part in turn."""
    path = tmp_path / name
    path.write_text(page)

    assert list(faults(path, 1)) == [f"{name}: {fault}"]
