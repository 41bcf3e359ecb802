"""Reads from a service's tables how much waits, for the figures of the process."""

from datetime import datetime

from chassis.metrics import Metrics
from chassis.relay import LOCK
from chassis.service import Service


async def measure(service: Service, metrics: Metrics, now: datetime) -> None:
    """Look at outbox, parked messages, timers, and what is the service's own."""
    async with service.database.reading() as connection:
        row = await connection.fetchrow(_WAITING, now, LOCK)
        for figure in service.figures:
            rows = await connection.fetch(figure.query, now)
            metrics.show(service.name, figure, [tuple(row) for row in rows])
    if row is not None:
        metrics.observe(service.name, "outbox", row["outbox"])
        metrics.observe(service.name, "outbox_age", row["outbox_age"])
        metrics.observe(service.name, "relay_leaders", row["relay_leaders"])
        metrics.observe(service.name, "parked", row["parked"])
        metrics.observe(service.name, "timer_lag", row["timer_lag"])


# A lock's two numbers are unsigned where PostgreSQL shows them, and hashtext is not.
_WAITING = """
select
    count(*) as outbox,
    coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8
        as outbox_age,
    (
        select count(*) from pg_locks
        where locktype = 'advisory' and granted
          and database = (select oid from pg_database where datname = current_database())
          and classid::bigint = $2::bigint
          and objid::bigint = hashtext(current_schema())::bigint & 4294967295
    ) as relay_leaders,
    (select count(*) from parked where settled_at is null) as parked,
    (
        select coalesce(extract(epoch from $1 - min(due_at)), 0)::float8
        from timer where fired_at is null and due_at <= $1
    ) as timer_lag
from outbox where published_at is null
"""
