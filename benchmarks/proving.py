"""No figure without proof: what was acknowledged is counted where it should be."""

import asyncpg

from benchmarks.stage import Stage


class LostError(Exception):
    """Something that was acknowledged is missing, or there twice."""


async def prove(stage: Stage, count: int, *rows: str) -> None:
    """See that each of these (tables, or tables with a condition) has so many rows."""
    connection = await asyncpg.connect(stage.database_url)
    try:
        found = {
            one: await connection.fetchval(f"select count(*) from {one}")
            for one in rows
        }
    finally:
        await connection.close()
    if set(found.values()) - {count}:
        raise LostError(f"{count} commands were acknowledged, but there are {found}.")


async def counted(stage: Stage, rows: str) -> int:
    """How many rows there are now."""
    connection = await asyncpg.connect(stage.database_url)
    try:
        number: int = await connection.fetchval(f"select count(*) from {rows}")
        return number
    finally:
        await connection.close()
