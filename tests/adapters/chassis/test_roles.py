"""Roles get their passwords in the form that PostgreSQL would give them itself."""

from base64 import b64decode

import asyncpg

from chassis.migrating import migrate
from chassis.roles import give_password, verifier
from tests.support.stack import ROOT

KEPT = "select rolpassword from pg_authid where rolname = 'medspil_events'"


async def test_a_password_is_kept_as_postgresql_would_keep_it(
    database_url: str,
) -> None:
    """Given its salt, we come to the same; and a new password takes the old's place."""
    connection = await asyncpg.connect(database_url)
    await connection.execute("alter role medspil_events password 'from psql'")
    theirs: str = await connection.fetchval(KEPT)
    salt = b64decode(theirs.split(":")[1].split("$", maxsplit=1)[0])

    await give_password(database_url, "events", "from a file")
    ours: str = await connection.fetchval(KEPT)

    await connection.execute("alter role medspil_events password null")
    await connection.close()
    assert verifier("from psql", salt) == theirs
    assert ours.startswith("SCRAM-SHA-256$4096:")
    assert ours != theirs


async def test_migrations_take_every_address_that_services_take(
    database_url: str,
) -> None:
    """Also one that says how to encrypt, of which SQLAlchemy knows nothing."""
    mark = "&" if "?" in database_url else "?"
    migrations = ROOT / "services" / "events" / "migrations"

    await migrate(f"{database_url}{mark}sslmode=prefer", "events", migrations)
