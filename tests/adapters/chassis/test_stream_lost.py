"""The broker loses its store under a running host: nothing lost, nothing twice."""

import asyncio
import shutil
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import APIRouter

from chassis import jetstream, outbox, relay
from chassis.client import Client
from chassis.embedded import EmbeddedNats
from chassis.health import Health
from chassis.hosting import Host
from chassis.ids import new_id
from chassis.metrics import Metrics
from chassis.postgres import Database
from chassis.relay import Relay
from chassis.service import Service, Site
from contracts import STREAM
from tests.adapters.chassis.listening import Listening, post, publish, registered
from tests.support.stack import ROOT

UNPUBLISHED = "select count(*) from outbox where published_at is null"


@pytest.fixture
def server(tmp_path: Path) -> Generator[EmbeddedNats]:
    """A NATS of this test's own, whose files it may take away."""
    server = EmbeddedNats(tmp_path / "lost")
    yield server
    server.stop()


def lose_the_store(server: EmbeddedNats) -> None:
    """Kill the server, take its files away, and start it with none."""
    server.kill()
    shutil.rmtree(server.folder / "jetstream")
    server.start()


async def until_published(database: Database, host: Host, count: int) -> None:
    """Return when the outbox waits for nothing and the stream holds so many."""
    pause = asyncio.Event()
    async with asyncio.timeout(30):
        while True:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pause.wait(), 0.05)
            async with database.reading() as connection:
                waiting = await connection.fetchval(UNPUBLISHED)
            if not waiting and host.messaging.is_connected:
                client = host.messaging.connected()
                stream = await jetstream.standing(client.jetstream())
                if stream.last >= count:
                    return


async def test_a_wiped_broker_is_filled_again_and_effects_happen_once(
    site: Site, server: EmbeddedNats, listening: Listening
) -> None:
    """The outbox has every message; the inbox knows which took effect."""
    settings = site.settings.model_copy(update={"nats_url": server.start()})
    database = site.database("notifications")
    telling = Service(
        name="notifications",
        database=database,
        desk=object(),
        router=APIRouter(),
        migrations=ROOT / "services/notifications/migrations",
        sentences={},
    )
    here = replace(site, settings=settings)
    host = Host(here, [telling, listening.service], Metrics(), Health())
    async with host.running():
        await until_published(database, host, 0)
        for number in range(100, 110):  # of a publisher that has no outbox
            await publish(host.messaging.connected(), registered(number))
        await post(database, *range(40))
        await listening.until(50)
        await until_published(database, host, 50)

        lose_the_store(server)
        await post(database, *range(40, 60))
        await listening.until(70)
        await until_published(database, host, 60)
        stream = await host.messaging.connected().jetstream().stream_info(STREAM)

    told = [*range(100, 110), *range(60)]
    assert listening.heard == [registered(number) for number in told]
    assert stream.state.messages == 60


async def test_another_stream_gets_everything_in_bounded_steps(
    client: Client, outgoing: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleted and made again by hand, behind a relay whose connection stayed."""
    monkeypatch.setattr(relay, "_AT_ONCE", 7)
    telling = Relay("notifications", outgoing, new_id)
    await post(outgoing, *range(20))
    await telling.publish_waiting(client)
    stream = client.jetstream()
    await stream.delete_stream(STREAM)
    await jetstream.provision_stream(stream)
    await post(outgoing, 20)

    published = await telling.publish_waiting(client)
    await telling.resign()

    info = await stream.stream_info(STREAM)
    assert published == 1 + 21
    assert info.state.messages == 21


async def test_a_stream_from_a_backup_is_brought_up_to_date(
    client: Client, outgoing: Database
) -> None:
    """The same stream, but it ends before what it had confirmed."""
    telling = Relay("notifications", outgoing, new_id)
    await post(outgoing, 1, 2)
    await telling.publish_waiting(client)
    await telling.resign()
    async with outgoing.transaction() as connection:
        await outbox.post(connection, [registered(3)])
        await connection.execute("update outbox set published_at = now()")
        await connection.execute("update stream_position set sequence = 3")

    published = await telling.publish_waiting(client)
    await telling.resign()

    info = await client.jetstream().stream_info(STREAM)
    assert published == 3
    assert info.state.messages == 3


async def test_a_relay_that_does_not_lead_calls_the_one_that_does(
    client: Client, outgoing: Database
) -> None:
    """What is committed in another process does not wait for the next look."""
    leading, other = (Relay("notifications", outgoing, new_id) for _ in range(2))
    called = asyncio.Event()
    leading.when_called(called.set)
    await leading.publish_waiting(client)

    assert await other.publish_waiting(client) == 0

    async with asyncio.timeout(10):
        await called.wait()
    await leading.resign()
    await other.resign()
