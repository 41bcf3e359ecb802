"""The release before runs on the schema of the next: migrations add, and take away late."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis import VERSION
from chassis.revisions import revision
from tests.architecture.reading import PACKAGES, ROOT, place, tree

FOLDERS = [ROOT / package for package in PACKAGES]
NOISE = re.compile(r"--[^\n]*|\$(\w*)\$.*?\$\1\$", re.DOTALL)
ADDED = re.compile(r"\badd column\b(?P<column>[^,;]*)")
MADE = re.compile(r"\bcreate table (?:if not exists )?(\w+)")

# What the code that is running now would fail at, or wait for.
BREAKS = {
    "takes away what the release before reads": r"\bdrop\s+(table|column|view|schema|type)",
    "renames what the release before names": r"\brename\b",
    "changes a type under the release before": r"\balter column \w+ (set data )?type\b",
    "refuses rows that the release before writes": (
        r"\bset not null\b"
        r"|\badd (constraint|check|unique|primary|exclude|foreign)\b(?!.* not valid$)"
    ),
    "stops everybody for as long as it takes": (
        r"^(lock table|vacuum full|cluster|refresh materialized view (?!concurrently))"
    ),
    "rewrites history": r"^(truncate|delete from)\b",
}


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of some SQL, in lower case, without comments and bodies."""
    for statement in NOISE.sub("", sql).lower().split(";"):
        if words := " ".join(statement.split()):
            yield words


def sql(path: Path) -> str:
    """Return the SQL of a migration: its constants."""
    found = [
        str(node.value.value)
        for node in tree(path).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id.isupper()
        and node.targets[0].id != "UNUSED_SINCE"
        and isinstance(node.value, ast.Constant)
    ]
    return ";".join(found)


def unused_since(path: Path) -> str | None:
    """Return the release since which nothing uses what a migration takes away."""
    for node in tree(path).body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id="UNUSED_SINCE")], value=ast.Constant(value=release)
            ):
                return str(release)
            case _:
                pass
    return None


def faults(text: str) -> Iterator[str]:
    """Yield what in some SQL the release before could not live with."""
    own = set(MADE.findall(" ".join(statements(text))))
    for statement in statements(text):
        for why, pattern in BREAKS.items():
            if re.search(pattern, statement):
                yield f"{why}: {statement}"
        for added in ADDED.finditer(statement):
            column = added["column"]
            if "not null" in column and "default" not in column:
                yield f"refuses rows that the release before writes: {statement}"
        indexed = re.search(r"\bcreate (unique )?index\b.*? on (\w+)", statement)
        if indexed and indexed[2] not in own and "if not exists" not in statement:
            yield f"cannot be built beforehand, without a lock: {statement}"


def earlier(release: str) -> bool:
    """Tell whether a release came before the one that is being made."""
    return _numbers(release) < _numbers(VERSION)


def _numbers(release: str) -> list[int]:
    return [int(part) for part in release.split(".")]


def migrations() -> list[Path]:
    """Return every migration."""
    found = [path for folder in FOLDERS for path in folder.rglob("migrations/*.py")]
    return sorted(path for path in found if path.name[0].isdigit())


def test_every_migration_leaves_the_release_before_at_work() -> None:
    """Old and new run side by side while they are deployed, and after a way back."""
    found = [
        f"{place(path)}: {fault}"
        for path in migrations()
        if unused_since(path) is None
        for fault in faults(sql(path))
    ]

    assert len(migrations()) >= 6
    assert found == []


def test_what_is_taken_away_was_unused_in_a_release_before() -> None:
    """Contract one release after the last that used it, and say which that was."""
    releases = {path: unused_since(path) for path in migrations()}

    assert [
        place(path)
        for path, release in releases.items()
        if release is not None and not earlier(release)
    ] == []


def test_every_migration_is_read() -> None:
    """One whose SQL is somewhere else would be taken for harmless."""
    assert [place(path) for path in migrations() if not sql(path).strip()] == []


@pytest.mark.parametrize(
    "text",
    [
        "drop table parked;",
        "alter table parked drop column detail;",
        "alter table parked rename column detail to why;",
        "alter table parked alter column detail type int;",
        "alter table parked alter column detail set not null;",
        "alter table parked add column more text not null;",
        "alter table parked add constraint short check (detail < 'x');",
        "alter table parked add unique (detail);",
        "create index parked_by_detail on parked (detail);",
        "lock table parked;",
        "truncate parked;",
        "-- harmless\nDROP\n  TABLE parked;",
    ],
)
def test_what_breaks_the_release_before_is_noticed(text: str) -> None:
    """Seen red: each way in which a deployment has hurt somebody."""
    assert list(faults(text)) != []


@pytest.mark.parametrize(
    "text",
    [
        "create table more (id int primary key); create index one on more (id);",
        "alter table parked add column more text;",
        "alter table parked add column more int not null default 0;",
        "alter table parked add constraint short check (detail < 'x') not valid;",
        "create index if not exists parked_by_detail on parked (detail);",
        "create function f() returns int as $$ drop table parked; $$;",
    ],
)
def test_what_only_adds_is_welcome(text: str) -> None:
    """The way it should be done."""
    assert list(faults(text)) == []


@pytest.mark.parametrize(
    "folder",
    sorted(one for folder in FOLDERS for one in folder.rglob("migrations")),
    ids=place,
)
def test_the_migrations_of_a_folder_stand_in_a_line(folder: Path) -> None:
    """Two that were written side by side have one name, or stand on the same one."""
    found = [revision(path.read_text()) for path in folder.glob("[0-9]*.py")]
    names = {one.name for one in found}
    stood_on = [name for one in found for name in one.stands_on if name in names]

    assert len(names) == len(found)
    assert len(set(stood_on)) == len(stood_on) == len(found) - 1
