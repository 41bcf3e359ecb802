"""A schema is up to date when it names every last migration, and only then."""

from pathlib import Path

from chassis.postgres import Database
from chassis.revisions import is_current
from tests.support.stack import ROOT

REPORTING = ROOT / "services" / "reporting" / "migrations"


async def test_a_migrated_schema_is_current(database_url: str) -> None:
    """Nothing is left to do after a migration."""
    assert await is_current(database_url, "reporting", REPORTING)


async def test_a_new_migration_makes_it_stale(
    database_url: str, tmp_path: Path
) -> None:
    """What was installed since must run."""
    last = ""
    for path in sorted(REPORTING.glob("0*.py")):
        (tmp_path / path.name).write_text(path.read_text())
        last = path.name[:4]
    (tmp_path / "9999_more.py").write_text(
        f'revision = "reporting_9999"\ndown_revision = "reporting_{last}"\n'
    )

    assert not await is_current(database_url, "reporting", tmp_path)


async def test_an_empty_database_is_not_current(database_url: str) -> None:
    """The first start finds no schema at all."""
    connection = await Database(database_url, "reporting").connect()
    await connection.execute("drop schema reporting cascade")
    await connection.close()

    assert not await is_current(database_url, "reporting", REPORTING)
