"""A deployment that nobody notices: two replicas, one after the other, under load."""

import asyncio
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import pytest

from chassis import jetstream
from chassis.dialling import NatsAccess
from chassis.settings import Settings
from contracts import STREAM
from medspil import operating
from tests.operations.load import Load
from tests.support.balancer import Balancer, balanced
from tests.support.releases import OURS, Release, previous
from tests.support.replica import Replica, bearer
from tests.support.stack import Databases

DRAIN_SECONDS = 1.0  # five times as long as the balancer takes to look

UNTOLD = "select count(*) from partnerships.outbox where published_at is null"


@pytest.fixture
async def settings(databases: Databases, nats_url: str, tmp_path: Path) -> Settings:
    """Servers on which nothing is there yet."""
    return Settings(
        database_url=await databases.empty(),
        nats_url=nats_url,
        data_dir=tmp_path / "data",
    )


@pytest.fixture
def replicas(settings: Settings) -> Generator[list[Replica]]:
    """Two replicas of partnerships; stopped in the end."""
    pair = [Replica("partnerships", settings, DRAIN_SECONDS) for _ in range(2)]
    with ExitStack() as ending:
        for replica in pair:
            ending.callback(replica.gone)
            ending.callback(replica.tell_to_stop)
        yield pair


def migrate(settings: Settings, release: Release) -> None:
    """Bring the schemas up to date as a release does, before its processes start."""
    variables = (
        f"MEDSPIL_DATABASE_URL={settings.database_url}",
        f"MEDSPIL_NATS_URL={settings.nats_url}",
        f"PYTHONPATH={release.folder}",
    )
    subprocess.run(
        ["/usr/bin/env", *variables, str(release.python), "-m", "medspil", "migrate"],
        cwd=release.folder,
        check=True,
        capture_output=True,
    )


async def roll(replicas: list[Replica], balancer: Balancer, release: Release) -> None:
    """Restart one replica after the other from a release."""
    for replica in replicas:
        replica.tell_to_stop()
        assert await asyncio.to_thread(replica.gone) == 0
        await asyncio.to_thread(replica.start, release)
        await balancer.until(replica.port, healthy=True)


@pytest.mark.no_cover
@pytest.mark.timeout(1800)
async def test_a_deployment_fails_no_request(
    pytestconfig: pytest.Config,
    replicas: list[Replica],
    settings: Settings,
    tmp_path: Path,
) -> None:
    """Old and new run side by side on the new schema, forth and back; nobody notices."""
    rollouts: int = pytestconfig.getoption("rollouts")
    old = previous(tmp_path / "old")
    await asyncio.to_thread(migrate, settings, old)
    for replica in replicas:
        replica.start(old)
    staff = bearer(settings, "case_officer", "reader")
    async with balanced([replica.port for replica in replicas]) as balancer:
        for replica in replicas:
            await balancer.until(replica.port, healthy=True)
        load = Load(balancer.url, staff)
        calling = asyncio.create_task(load.run())
        try:
            await asyncio.to_thread(migrate, settings, OURS)
            for number in range(rollouts):
                await roll(replicas, balancer, OURS if number % 2 == 0 else old)
        finally:
            load.stop()
            await calling
    told = await _told(settings)
    verdicts = await operating.verify(settings)
    sys.stdout.write(
        f"{rollouts} rollouts, {sum(load.answers.values())} answers,"
        f" {len(load.failures)} failed, longest {load.longest:.2f} s,"
        f" {balancer.refused} connections tried elsewhere\n"
    )

    assert load.failures == []
    assert set(load.answers) == {200, 201}
    assert sum(load.answers.values()) > 50 * rollouts
    assert told >= load.made
    assert [verdict.breaks for verdict in verdicts] == [(), (), (), ()]


async def _told(settings: Settings) -> set[str]:
    """Return the partnerships whose proposal is on the stream; each is told once."""
    await _published(settings)
    client = await jetstream.connect(NatsAccess.of(settings), "reader")
    try:
        heard = await client.jetstream().pull_subscribe(
            "medspil.partnerships.proposed.*", stream=STREAM
        )
        told: list[str] = []
        while (await heard.consumer_info()).num_pending:
            told += [message.subject for message in await heard.fetch(500, timeout=5)]
    finally:
        await client.close()
    assert len(told) == len(set(told))
    return {subject.rpartition(".")[2] for subject in told}


async def _published(settings: Settings) -> None:
    """Return when nothing waits to be published."""
    connection = await asyncpg.connect(settings.database_url)
    try:
        async with asyncio.timeout(60):
            while await connection.fetchval(UNTOLD):
                pass
    finally:
        await connection.close()
