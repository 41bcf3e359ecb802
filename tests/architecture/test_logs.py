"""What is logged is a fact with keys, never a sentence built by hand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGES, ROOT, place, sources, tree

LEVELS = frozenset(
    {"debug", "info", "warning", "error", "exception", "critical"}
    | {f"a{level}" for level in ("debug", "info", "warning", "error", "exception")}
)
LOGGERS = frozenset({"log", "_log", "logger", "_logger"})
FACT = re.compile(r"[a-z]+(_[a-z0-9]+)*")


def log_calls(path: Path) -> Iterator[ast.Call]:
    """Yield the calls that write a line to the log."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Name(id=logger) | ast.Attribute(attr=logger),
                    attr=level,
                )
            ) if logger in LOGGERS and level in LEVELS:
                yield node


def prose(paths: list[Path]) -> Iterator[str]:
    """Yield the log calls whose event is not one snake_case name."""
    for path in paths:
        for call in log_calls(path):
            match call.args:
                case [ast.Constant(value=str(fact))] if FACT.fullmatch(fact):
                    continue
                case _:
                    yield place(path, call.lineno)


def test_log_events_are_facts() -> None:
    """An operator searches for a name; a sentence with values in it has none."""
    assert list(prose(sources(*PACKAGES))) == []


@pytest.mark.parametrize(
    "call",
    [
        'log.info(f"partnership {x} activated")',
        'log.info("Partnership activated")',
        'log.info("activated %s", x)',
        "log.warning(x)",
        'self._log.error("It broke.")',
    ],
)
def test_prose_in_the_log_is_noticed(tmp_path: Path, call: str) -> None:
    """Seen red: f-strings, sentences, placeholders and variables."""
    source = tmp_path / "planted.py"
    source.write_text(f"{call}\n")

    assert list(prose([source])) == [f"{source}:1"]


def test_a_fact_with_keys_is_welcome(tmp_path: Path) -> None:
    """The way it should be written."""
    source = tmp_path / "planted.py"
    source.write_text('log.info("partnership_activated", partnership_id=x)\n')

    assert list(prose([source])) == []


ROW = re.compile(r"^\| `([a-z_]+)` \| ([a-z]+) \|", re.MULTILINE)


def facts(paths: list[Path]) -> set[tuple[str, str]]:
    """Return each event that is logged, with its level."""
    return {
        (str(fact.value), call.func.attr)
        for path in paths
        for call in log_calls(path)
        for fact in call.args
        if isinstance(call.func, ast.Attribute) and isinstance(fact, ast.Constant)
    }


def test_the_reference_lists_every_log_event_and_no_others() -> None:
    """Whoever is called at night looks the name up, and finds what to do."""
    table = (ROOT / "docs" / "reference" / "logs.md").read_text()

    assert set(ROW.findall(table)) == facts(sources(*PACKAGES))
