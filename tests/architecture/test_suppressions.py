"""A silenced check says why on its line, and their number only falls."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGES, ROOT, comments, place, sources

CEILING = ROOT / "tests" / "architecture" / "suppressions.toml"

# What silences a check, and what must stand after it: its code and a reason.
KINDS = {
    "noqa": (
        re.compile(r"#\s*noqa\b", re.IGNORECASE),
        re.compile(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* (- |# )\S.{7,}"),
    ),
    "type_ignore": (
        re.compile(r"#\s*type:\s*ignore\b"),
        re.compile(r"# type: ignore\[[a-z-]+(, [a-z-]+)*\] {1,2}# \S.{7,}"),
    ),
    "no_cover": (
        re.compile(r"#\s*pragma:\s*no (cover|branch)\b"),
        re.compile(r"# pragma: no (cover|branch) - \S.{7,}"),
    ),
    "no_mutate": (
        re.compile(r"#\s*pragma:\s*no mutate\b"),
        re.compile(r"# pragma: no mutate - \S.{7,}"),
    ),
}


def suppressions(paths: list[Path]) -> Iterator[tuple[str, str, bool]]:
    """Yield kind and place of each suppression, and whether it gives a reason."""
    for path in paths:
        for line, comment in comments(path):
            for kind, (present, reasoned) in KINDS.items():
                if present.search(comment):
                    yield kind, place(path, line), bool(reasoned.search(comment))


def test_every_suppression_gives_its_reason() -> None:
    """The next reader must be able to tell whether it is still needed."""
    found = suppressions(sources(*PACKAGES, "tests"))

    assert [where for _, where, reasoned in found if not reasoned] == []


def test_the_number_of_suppressions_only_falls() -> None:
    """The ceiling is lowered with the count; raising it is a decision to defend."""
    ceiling = tomllib.loads(CEILING.read_text())
    counted = Counter(kind for kind, _, _ in suppressions(sources(*PACKAGES)))

    assert {kind: counted[kind] for kind in KINDS} == ceiling


@pytest.mark.parametrize(
    ("comment", "reasoned"),
    [
        ("# noqa", False),
        ("# noqa: S101", False),
        ("# noqa: S101 - why", False),
        ("# noqa: S101 - the wire may hold anything", True),
        ("# noqa: S101, E501 - the wire may hold anything", True),
        ("# type: ignore", False),
        ("# type: ignore[arg-type]", False),
        ("# type: ignore[arg-type]  # the stub is wrong here", True),
        ("# pragma: no cover", False),
        ("# pragma: no cover - only on a machine without IPv6", True),
        ("# pragma: no mutate", False),
        ("# pragma: no mutate - equal for every input", True),
    ],
)
def test_a_suppression_without_a_reason_is_noticed(
    tmp_path: Path, comment: str, *, reasoned: bool
) -> None:
    """Seen red: a code alone is no reason, nor is one word."""
    source = tmp_path / "planted.py"
    source.write_text(f"x = 1  {comment}\n")

    assert [found[2] for found in suppressions([source])] == [reasoned]


def test_a_suppression_quoted_in_a_string_is_none(tmp_path: Path) -> None:
    """Only comments silence a check."""
    source = tmp_path / "planted.py"
    source.write_text('x = "# noqa"\n')

    assert list(suppressions([source])) == []
