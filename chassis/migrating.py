"""Brings one service's schema up to date; two who try at once do it one after the other."""

from importlib.resources import files
from pathlib import Path

from alembic import command, context, op
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import await_only

from chassis.primary import Primary
from chassis.roles import MAKE_ROLE

_LOCK = 4_212_019


async def migrate(owner_url: str, service: str, migrations: Path) -> None:
    """Make the service's schema and role if missing, and run what is new.

    *owner_url* belongs to the owner of the database; the service's own role,
    medspil_<service>, gets the rights on this one schema and on no other.
    """
    engine = create_async_engine(
        "postgresql+asyncpg://",
        poolclass=NullPool,
        async_creator=Primary(owner_url).connect,
    )
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, service, migrations)
    finally:
        await engine.dispose()


def execute(sql: str) -> None:
    """Run SQL of one or several statements inside the migration under way."""
    driver = op.get_bind().connection.driver_connection
    if driver is None:
        raise RuntimeError("A migration needs a live connection.")
    await_only(driver.execute(sql))


def _upgrade(connection: Connection, service: str, migrations: Path) -> None:
    connection.execute(text(f"select pg_advisory_xact_lock({_LOCK})"))
    _prepare(connection, service)
    config = Config()
    chassis = Path(str(files("chassis")))
    folders = f"{chassis / 'migrations'}\n{migrations}"
    config.set_main_option("script_location", str(chassis / "alembic"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", folders)
    config.attributes["connection"] = connection
    config.attributes["service"] = service
    command.upgrade(config, "heads")
    _grant(connection, service)


def _prepare(connection: Connection, service: str) -> None:
    connection.execute(text(MAKE_ROLE.format(role=f"medspil_{service}")))
    connection.execute(text(f"create schema if not exists {service}"))
    connection.execute(text(f"set local search_path = {service}"))


_GRANTS = """
grant usage on schema {schema} to {role};
grant select, insert, update, delete, truncate on all tables in schema {schema} to {role};
grant usage on all sequences in schema {schema} to {role};
"""


def _grant(connection: Connection, service: str) -> None:
    grants = _GRANTS.format(schema=service, role=f"medspil_{service}")
    for statement in filter(None, map(str.strip, grants.split(";"))):
        connection.execute(text(statement))


def run_environment() -> None:
    """Serve as Alembic's environment (alembic/env.py calls this)."""
    connection = context.config.attributes["connection"]
    service = context.config.attributes["service"]
    context.configure(
        connection=connection,
        version_table="schema_version",
        version_table_schema=service,
    )
    context.run_migrations()
