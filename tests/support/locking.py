"""Waits, in a test of two at once, until one of them waits for the other."""

import asyncio

from chassis.postgres import Database


async def waiting(database: Database) -> None:
    """Return when a statement waits for another's lock."""
    async with asyncio.timeout(10), database.reading() as connection:
        while not await connection.fetchval(
            """
            select count(*) from pg_stat_activity
            where wait_event_type = 'Lock' and datname = current_database()
            """
        ):
            pass
