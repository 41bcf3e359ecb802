"""The project's own sources, as the architecture tests read them."""

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("contracts", "chassis", "services", "medspil")
SERVICES = ("partnerships", "events", "notifications", "reporting")


def sources(*folders: str) -> list[Path]:
    """Return the Python files below folders of the tree, in a steady order."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(found)


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a source."""
    return ast.parse(path.read_text())


def place(path: Path, line: int | None = None) -> str:
    """Return a source's place as an editor can open it."""
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return str(shown) if line is None else f"{shown}:{line}"


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each comment of a source with its line."""
    with io.StringIO(path.read_text()) as text:
        for token in tokenize.generate_tokens(text.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def strings(path: Path) -> set[str]:
    """Return the string literals of a source."""
    return {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
