"""No figure without proof: what was acknowledged is counted where it should be."""

import asyncpg

from benchmarks.outcome import quantiles
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


async def handled(stage: Stage, count: int) -> dict[str, float]:
    """How long the last so many messages took from the outbox into reporting's inbox."""
    connection = await asyncpg.connect(stage.database_url)
    try:
        rows = await connection.fetch(_HANDLED, count)
    finally:
        await connection.close()
    return quantiles("handled", [row["took"] for row in rows])


_HANDLED = """
select extract(epoch from heard.received_at - told.created_at)::float8 as took
from (select * from partnerships.outbox order by id desc limit $1) as told
join reporting.inbox heard using (message_id)
"""
