"""Drops what was told of partnerships that were destroyed, and keeps nothing of it again."""

from collections.abc import Mapping
from uuid import UUID

from chassis.postgres import Connection, columns


async def drop(connection: Connection, records: Mapping[UUID, UUID]) -> None:
    """Drop letters, news and words about partnerships, each under its record."""
    await connection.execute(_NOTE, *columns(records.items(), 2))
    for statement in (_ATTEMPTS, _DELIVERIES, _NEWS, _REFERENCES):
        await connection.execute(statement, list(records))


async def dropped(connection: Connection, partnership_ids: set[UUID]) -> set[UUID]:
    """Return those of the partnerships that were dropped."""
    rows = await connection.fetch(_DROPPED, list(partnership_ids))
    return {row["partnership_id"] for row in rows}


_NOTE = """
insert into dropped_partnership (partnership_id, record_id)
select * from unnest($1::uuid[], $2::uuid[])
on conflict (partnership_id) do nothing
"""

_ATTEMPTS = """
delete from delivery_attempt using delivery, news
where delivery_attempt.delivery_id = delivery.id
  and delivery.message_id = news.message_id and news.partnership_id = any($1::uuid[])
"""

_DELIVERIES = """
delete from delivery using news
where delivery.message_id = news.message_id and news.partnership_id = any($1::uuid[])
"""

_NEWS = "delete from news where partnership_id = any($1::uuid[])"

_REFERENCES = """
delete from partnership_reference where partnership_id = any($1::uuid[])
"""

_DROPPED = """
select partnership_id from dropped_partnership
where partnership_id = any($1::uuid[])
"""
