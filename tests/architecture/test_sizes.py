"""Files and functions stay small enough to be read whole."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import PACKAGES, place, sources, tree

MODULE_LINES = 250
FUNCTION_LINES = 40
NAMES_THAT_ATTRACT_RUBBISH = frozenset(
    {
        "base",
        "common",
        "data",
        "helper",
        "helpers",
        "impl",
        "info",
        "manager",
        "misc",
        "process",
        "util",
        "utils",
    }
)

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_modules(paths: list[Path]) -> Iterator[str]:
    """Yield the modules that are longer than a reader's patience."""
    for path in paths:
        lines = len(path.read_text().splitlines())
        if lines > MODULE_LINES:
            yield f"{place(path)}: {lines} lines, at most {MODULE_LINES}"


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: Function) -> int:
    """Return how many lines a function takes, from its name to its end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def long_functions(paths: list[Path]) -> Iterator[str]:
    """Yield the functions that do not fit on one screen."""
    for path in paths:
        for function in functions(path):
            if length(function) > FUNCTION_LINES:
                where = place(path, function.lineno)
                yield f"{where}: {function.name} has {length(function)} lines"


def rubbish_names(paths: list[Path]) -> Iterator[str]:
    """Yield the modules and packages whose name says nothing."""
    for path in paths:
        noun = path.parent.name if path.name == "__init__.py" else path.stem
        if set(noun.split("_")) & NAMES_THAT_ATTRACT_RUBBISH:
            yield f"{place(path)}: name what is in it"


def test_modules_fit_in_one_reading() -> None:
    """A file that grows past this hides a second noun."""
    assert list(long_modules(sources(*PACKAGES))) == []


def test_functions_fit_on_one_screen() -> None:
    """A function is a sentence; a long one is several."""
    assert list(long_functions(sources(*PACKAGES))) == []


def test_modules_are_named_for_what_is_in_them() -> None:
    """A file with an empty name fills with everything that has no home."""
    assert list(rubbish_names(sources(*PACKAGES))) == []


def test_a_module_of_251_lines_is_noticed(tmp_path: Path) -> None:
    """Seen red: the rule counts lines, and 250 are allowed."""
    long, short = tmp_path / "long.py", tmp_path / "short.py"
    long.write_text("x = 1\n" * 251)
    short.write_text("x = 1\n" * 250)

    assert list(long_modules([long, short])) == [f"{long}: 251 lines, at most 250"]


@pytest.mark.parametrize("keyword", ["def", "async def"])
def test_a_function_of_41_lines_is_noticed(tmp_path: Path, keyword: str) -> None:
    """Seen red: in a class as well, and for coroutines too."""
    source = tmp_path / "planted.py"
    body = "        pass\n"
    source.write_text(
        f"class C:\n    {keyword} long(self):\n{body * 40}"
        f"    {keyword} short(self):\n{body * 39}"
    )

    assert list(long_functions([source])) == [f"{source}:2: long has 41 lines"]


def test_a_module_named_utils_is_noticed(tmp_path: Path) -> None:
    """Seen red: also as a part of a name, and for a package."""
    paths = [
        tmp_path / "date_utils.py",
        tmp_path / "common" / "__init__.py",
        tmp_path / "partnership.py",
    ]

    assert list(rubbish_names(paths)) == [
        f"{paths[0]}: name what is in it",
        f"{paths[1]}: name what is in it",
    ]
