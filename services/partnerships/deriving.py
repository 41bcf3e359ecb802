"""Derives what partnerships are found by where it is missing.

It is written with each command; it is missing after an upgrade, and for what the
release before proposed meanwhile.
"""

from chassis.postgres import Database, columns
from services.partnerships import store
from services.partnerships.finding import DERIVED, findable

_AT_ONCE = 200


async def derive(database: Database) -> None:
    """Derive everything that is missing, some at a time."""
    while await _derive_some(database):
        pass


async def _derive_some(database: Database) -> bool:
    async with database.transaction() as connection:
        missing = [row["id"] for row in await connection.fetch(_MISSING, _AT_ONCE)]
        found = await store.standings(connection, missing)
        rows = (
            (one.id, *findable(one.case.proposal).values()) for one in found.values()
        )
        await connection.execute(DERIVED, *columns(rows, 3))
    return bool(missing)


# Whoever is about to change one of them goes first, or waits.
_MISSING = """
select id from partnership
where not exists (select from finding where partnership_id = id)
limit $1 for update skip locked
"""
