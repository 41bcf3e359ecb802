"""A process that is told to end says so first, and drops nothing."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from chassis.settings import Settings
from tests.support.replica import Replica, bearer, organisations

DRAIN_SECONDS = 2.0
WITHIN = 30.0  # seconds from the signal to the end

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def replica(database_url: str, nats_url: str, tmp_path: Path) -> Generator[Replica]:
    """One replica of partnerships that gives two seconds' notice."""
    settings = Settings(
        database_url=database_url, nats_url=nats_url, data_dir=tmp_path / "data"
    )
    replica = Replica("partnerships", settings, DRAIN_SECONDS)
    yield replica
    replica.tell_to_stop()
    replica.gone()


@asynccontextmanager
async def held_up(database_url: str) -> AsyncGenerator[None]:
    """Let nobody register an organisation while the block lasts."""
    connection = await asyncpg.connect(database_url)
    try:
        async with connection.transaction():
            await connection.execute("lock table partnerships.organisation")
            yield
    finally:
        await connection.close()


async def until_unready(url: str) -> httpx.Response:
    """Ask for the health until it is refused; return the answer."""
    async with asyncio.timeout(WITHIN), httpx.AsyncClient() as http:
        while True:
            answer = await http.get(f"{url}/healthz")
            if answer.status_code != httpx.codes.OK:
                return answer


async def until_refused(port: int) -> None:
    """Connect again and again until nobody listens."""
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                return
            except ConnectionResetError:
                continue  # caught in the moment in which the listener closes
            writer.close()


async def test_a_signal_is_told_before_it_is_obeyed(
    replica: Replica, database_url: str
) -> None:
    """The balancer has time to look away, and what is under way is answered."""
    replica.start()
    replica.wait_until_ready()
    staff = bearer(replica.settings, "case_officer", "reader")
    organisation = next(organisations())
    async with httpx.AsyncClient(base_url=replica.url, headers=staff) as http:
        async with held_up(database_url):
            under_way = asyncio.create_task(
                http.post("/v1/organisations", json=organisation, timeout=WITHIN)
            )
            await _is_waiting(database_url)
            replica.tell_to_stop()
            unready = await until_unready(replica.url)
            late = await http.get("/v1/kinds")
            await until_refused(replica.port)
            assert not under_way.done()
        answered = await under_way
    code = await asyncio.to_thread(replica.gone)

    assert (unready.status_code, unready.json()["status"]) == (503, "draining")
    assert (late.status_code, late.headers["connection"]) == (200, "close")
    assert (answered.status_code, code) == (201, 0)
    said = replica.log.read_text()
    assert '"event": "draining"' in said
    assert '"event": "stopped"' in said
    assert "stop_cut_short" not in said


async def test_a_second_signal_waits_for_nobody(replica: Replica) -> None:
    """An operator who is in a hurry says it twice."""
    replica.drain_seconds = 60
    replica.start()
    replica.wait_until_ready()

    replica.tell_to_stop()
    await until_unready(replica.url)
    replica.tell_to_stop()

    assert await asyncio.to_thread(replica.gone) == 0


async def _is_waiting(database_url: str) -> None:
    """Return when somebody waits for the lock."""
    connection = await asyncpg.connect(database_url)
    try:
        async with asyncio.timeout(WITHIN):
            while not await connection.fetchval(
                "select count(*) from pg_locks where not granted"
            ):
                pass
    finally:
        await connection.close()
