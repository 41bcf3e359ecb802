"""How much waits, read from real tables."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import APIRouter

from chassis import waiting
from chassis.metrics import Metrics
from chassis.relay import LOCK
from chassis.service import Service, Site

NOW = datetime(2024, 1, 10, 8, 30, tzinfo=UTC)

LEFT_WAITING = """
insert into outbox (message_id, subject, headers, body, created_at) values
    (gen_random_uuid(), 'a', '{}', '{}', clock_timestamp() - interval '1 hour'),
    (gen_random_uuid(), 'b', '{}', '{}', clock_timestamp());
insert into outbox (message_id, subject, headers, body, created_at, published_at)
values (gen_random_uuid(), 'c', '{}', '{}', '2020-01-01', '2020-01-01');
insert into parked (id, subject, headers, body, reason, detail)
values (gen_random_uuid(), 'x', '{}', 'x', 'unknown_type', '');
insert into timer (stream_id, name, due_at, fired_at) values
    (gen_random_uuid(), 'late', '2024-01-10 08:20+00', null),
    (gen_random_uuid(), 'fired', '2024-01-10 08:00+00', '2024-01-10 08:00+00'),
    (gen_random_uuid(), 'early', '2024-01-10 09:00+00', null);
"""


@pytest.fixture
async def service(site: Site) -> AsyncGenerator[Service]:
    """A service that has nothing but its tables."""
    database = site.database("events")
    await database.open()
    yield Service("events", database, None, APIRouter(), Path(), {})
    await database.close()


def told(metrics: Metrics, name: str) -> float | None:
    """Return a figure of the service."""
    return metrics.registry.get_sample_value(name, {"service": "events"})


async def test_nothing_waits_in_the_beginning(service: Service) -> None:
    """Zero is a figure too: an alert on one that is missing never fires."""
    metrics = Metrics()

    await waiting.measure(service, metrics, NOW)

    assert [
        told(metrics, "medspil_outbox_messages"),
        told(metrics, "medspil_outbox_age_seconds"),
        told(metrics, "medspil_relay_leaders"),
        told(metrics, "medspil_parked_messages"),
        told(metrics, "medspil_timer_lag_seconds"),
    ] == [0, 0, 0, 0, 0]


async def test_what_waits_is_told(service: Service) -> None:
    """The oldest message, the open ones, the latest timer; what is done counts no more."""
    metrics = Metrics()
    async with service.database.transaction() as connection:
        await connection.execute(LEFT_WAITING)

    await waiting.measure(service, metrics, NOW)

    age = told(metrics, "medspil_outbox_age_seconds")
    assert age is not None
    assert 3600 <= age < 3700
    assert told(metrics, "medspil_outbox_messages") == 2
    assert told(metrics, "medspil_parked_messages") == 1
    assert told(metrics, "medspil_timer_lag_seconds") == 600


async def test_whoever_leads_is_seen_from_outside(service: Service) -> None:
    """A relay of another process counts, and another service's does not."""
    metrics = Metrics()
    leader = await service.database.connect()
    try:
        await leader.execute(f"select pg_advisory_lock({LOCK}, hashtext('reporting'))")
        await waiting.measure(service, metrics, NOW)
        alone = told(metrics, "medspil_relay_leaders")
        await leader.execute(f"select pg_advisory_lock({LOCK}, hashtext('events'))")
        await waiting.measure(service, metrics, NOW)
    finally:
        await leader.close()

    assert (alone, told(metrics, "medspil_relay_leaders")) == (0, 1)
