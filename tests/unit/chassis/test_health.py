"""Health is progress."""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from chassis.health import Health, Pulse
from chassis.leaving import Leaving

MAX_AGE = timedelta(seconds=30)


class Watch:
    """Monotonic seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.seconds


def test_a_pulse_is_felt_from_its_first_beat() -> None:
    """A process that has only started can do nothing yet."""
    watch = Watch()
    pulse = Pulse(MAX_AGE, watch)

    before = (pulse.age, pulse.reason())
    pulse.beat()
    watch.seconds = 130.0

    assert before == (None, "has not begun")
    assert (pulse.age, pulse.reason()) == (MAX_AGE, None)


def test_a_pulse_that_stops_is_missed() -> None:
    """A loop that hangs fails no differently from one that died."""
    watch = Watch()
    pulse = Pulse(MAX_AGE, watch)
    pulse.beat()

    watch.seconds = 145.0

    assert pulse.reason() == "no progress for 45 s"


def test_a_fault_counts_until_the_next_good_round() -> None:
    """The reason is there at once, not after the pause is too long."""
    pulse = Pulse(MAX_AGE, Watch())
    pulse.beat()

    pulse.falter("PostgreSQL is away")
    faltering = pulse.reason()
    pulse.beat()

    assert (faltering, pulse.reason()) == ("PostgreSQL is away", None)


async def well() -> None:
    """Give no reason."""


async def ill() -> str:
    """Give a reason."""
    return "three messages behind"


async def broken() -> None:
    """Fail to answer."""
    raise ConnectionRefusedError


async def silent() -> None:
    """Never answer."""
    await asyncio.Event().wait()


async def test_ready_means_every_service_is() -> None:
    """200 once all can work."""
    health = Health()
    health.add_check("events", "database", well)
    health.add_check("reporting", "database", well)

    answer = await health.response()

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert json.loads(bytes(answer.body)) == {
        "status": "ready",
        "services": {
            "events": {"state": "ready", "reasons": []},
            "reporting": {"state": "ready", "reasons": []},
        },
    }


async def test_every_reason_is_told_with_its_name() -> None:
    """Ill, broken or silent: the operator reads which, and one is enough."""
    health = Health(patience=timedelta(milliseconds=20))
    pulse = Pulse(MAX_AGE, Watch())
    health.add_check("events", "database", well)
    health.add_check("reporting", "consumer", ill)
    health.add_check("reporting", "database", broken)
    health.add_check("reporting", "stream", silent)
    health.add_pulse("reporting", "relay", pulse)

    answer = await health.response()

    assert answer.status_code == 503
    report = await health.report()
    assert report.services["events"].state == "ready"
    assert report.services["reporting"].reasons == [
        "consumer: three messages behind",
        "database: ConnectionRefusedError",
        "stream: TimeoutError",
        "relay: has not begun",
    ]


async def test_a_process_that_drains_is_ready_for_nobody() -> None:
    """The balancer looks away while what is under way still gets its answer."""
    health = Health()
    health.add_check("events", "database", well)

    health.drain()
    answer = await health.response()

    assert answer.status_code == 503
    assert json.loads(bytes(answer.body)) == {
        "status": "draining",
        "services": {
            "events": {"state": "unready", "reasons": ["the process ends soon"]},
        },
    }


@pytest.mark.parametrize("last", [None, "close"])
async def test_an_answer_of_a_process_that_drains_is_the_last(last: str | None) -> None:
    """A kept connection would otherwise take one more request, and be closed on it."""
    health = Health()
    health.draining = last is not None
    app = FastAPI()
    app.add_middleware(Leaving, health=health)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answer = await http.get("/anything")

    assert answer.headers.get("connection") == last


async def test_nothing_to_ask_is_not_ready() -> None:
    """A process without services serves nobody."""
    assert (await Health().response()).status_code == 503
