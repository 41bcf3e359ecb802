"""Every module is reached from where a process begins; nothing lies about unused."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.reading import PACKAGES, ROOT, sources, tree

# Where a process begins, or what a tool loads by its path.
BEGINNINGS = ("medspil/__main__.py", "chassis/alembic/env.py", "chassis/probe.py")
BY_PATH = "migrations"


def module(path: Path) -> str:
    """Return the name that a source is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def named(path: Path) -> Iterator[str]:
    """Yield every name that a source imports, as a module or out of one."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(source), names=names):
                yield source
                yield from (f"{source}.{name.name}" for name in names)
            case _:
                pass


def reached(modules: dict[str, Path], beginnings: set[str]) -> set[str]:
    """Return the modules that an import leads to, with the packages they are in."""
    waiting, found = set(beginnings), set[str]()
    while waiting:
        name = waiting.pop()
        found.add(name)
        package = name.rpartition(".")[0]
        onward = {package, *named(modules[name])} & modules.keys()
        waiting |= onward - found
    return found


def test_every_module_is_reached() -> None:
    """Code that nothing leads to is read, typed and kept for nobody."""
    modules = {module(path): path for path in sources(*PACKAGES)}
    beginnings = {module(ROOT / beginning) for beginning in BEGINNINGS} | {
        name for name, path in modules.items() if BY_PATH in path.parts
    }

    assert sorted(modules.keys() - reached(modules, beginnings)) == []


def test_a_module_that_nothing_imports_is_noticed(tmp_path: Path) -> None:
    """Seen red: importing a neighbour does not make one reached."""
    texts = {"first": "import second", "second": "", "alone": "import second"}
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(f"{text}\n")
    modules = {name: tmp_path / f"{name}.py" for name in texts}

    assert reached(modules, {"first"}) == {"first", "second"}
