"""Tells whether a schema is up to date, without loading what would migrate it.

A start finds nothing to migrate nearly always; then it need not wait for Alembic.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from chassis.postgres import Database


@dataclass(frozen=True, slots=True)
class Revision:
    """What a migration file says of its place."""

    name: str
    stands_on: frozenset[str]  # the one before, and those of the other branch


async def is_current(owner_url: str, service: str, migrations: Path) -> bool:
    """Whether everything that migrations would do to a service's schema is done."""
    chassis = Path(str(files("chassis"))) / "migrations"
    connection = await Database(owner_url, service).connect()
    try:
        table = await connection.fetchval(
            "select to_regclass($1)", f"{service}.{_TABLE}"
        )
        if table is None:
            return False
        rows = await connection.fetch(f"select version_num from {_TABLE}")  # noqa: S608 - a constant of this module
    finally:
        await connection.close()
    return heads([chassis, migrations]) <= {row["version_num"] for row in rows}


def heads(folders: Iterable[Path]) -> frozenset[str]:
    """The revisions that no other stands on."""
    found = [
        revision(path.read_text())
        for folder in folders
        for path in folder.glob("[0-9]*.py")
    ]
    stood_on = frozenset[str]().union(*(one.stands_on for one in found))
    return frozenset(one.name for one in found) - stood_on


def revision(source: str) -> Revision:
    """Read the place of a migration from its source."""
    said = {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in _PLACE
    }
    before, needs = said.get("down_revision"), said.get("depends_on") or ()
    return Revision(said["revision"], frozenset(filter(None, (before, *needs))))


_TABLE = "schema_version"
_PLACE = ("revision", "down_revision", "depends_on")
