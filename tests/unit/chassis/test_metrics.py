"""What Prometheus reads."""

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Response

from chassis.edge import guard
from chassis.ids import new_id
from chassis.metrics import Figure, Measured, Metrics

router = APIRouter(prefix="/v1")


@router.get("/things/{thing}")
async def thing(thing: str) -> str:
    """Answer, or fail."""
    if thing == "broken":
        raise RuntimeError
    return thing


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    """A caller of an app that is measured."""
    app = FastAPI()
    metrics = Metrics()

    @app.get("/metrics")
    async def show() -> Response:
        return metrics.response()

    app.include_router(router)
    guard(app, new_id)
    app.add_middleware(Measured, metrics=metrics)
    metrics.know_route(router.routes[0], "things", "/v1/things/{thing}")
    metrics.observe("events", "outbox_age", 1.5)
    metrics.observe("events", "consumer_lag", 7)
    metrics.observe("events", "parked", 1)
    metrics.observe("events", "timer_lag", 0)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as caller:
        yield caller


async def test_what_waits_is_shown_by_service(client: httpx.AsyncClient) -> None:
    """Age, lag and parked messages are what an operator watches."""
    answer = await client.get("/metrics")

    assert answer.headers["content-type"].startswith("text/plain; version=")
    for line in (
        'medspil_outbox_age_seconds{service="events"} 1.5',
        'medspil_consumer_lag_messages{service="events"} 7.0',
        'medspil_parked_messages{service="events"} 1.0',
        'medspil_timer_lag_seconds{service="events"} 0.0',
    ):
        assert line in answer.text.splitlines()


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        (
            "GET",
            "/v1/things/eyJhbGciOi.eyJqdGki.c2ln",
            'method="GET",route="/v1/things/{thing}",service="things",status="200"',
        ),
        (
            "GET",
            "/v1/things/broken",
            'method="GET",route="/v1/things/{thing}",service="things",status="500"',
        ),
        (
            "GET",
            "/nowhere",
            'method="GET",route="none",service="none",status="404"',
        ),
        (
            "BREW",
            "/nowhere",
            'method="other",route="none",service="none",status="404"',
        ),
    ],
)
async def test_an_answer_is_counted_under_the_template_of_its_route(
    client: httpx.AsyncClient, method: str, path: str, labels: str
) -> None:
    """Neither tokens nor made-up paths and methods become labels."""
    await client.request(method, path)

    lines = (await client.get("/metrics")).text.splitlines()
    assert f"medspil_http_request_seconds_count{{{labels}}} 1.0" in lines


def sample(metrics: Metrics, name: str, **labels: str) -> float | None:
    """Return one value as Prometheus would collect it."""
    return metrics.registry.get_sample_value(name, labels)


def test_a_service_tells_figures_of_its_own() -> None:
    """The chassis knows no letters; whoever does declares them."""
    metrics = Metrics()
    figure = Figure("medspil_letters", "Letters.", "state", "select ...")

    metrics.declare(figure)
    metrics.show("post", figure, [("due", 3), ("failed", 1)])

    assert sample(metrics, "medspil_letters", service="post", state="due") == 3
    assert sample(metrics, "medspil_letters", service="post", state="failed") == 1


def test_waiting_for_a_connection_is_timed() -> None:
    """A pool that is too small shows before requests fail."""
    metrics = Metrics()

    metrics.pool_waits("events")(0.3)

    buckets = "medspil_database_wait_seconds_bucket"
    assert sample(metrics, buckets, service="events", le="0.1") == 0
    assert sample(metrics, buckets, service="events", le="0.5") == 1


def test_a_disk_is_measured_before_its_folder_is_made(tmp_path: Path) -> None:
    """A fresh installation answers /metrics too."""
    metrics = Metrics()

    metrics.watch_disk(tmp_path / "not" / "yet")

    free = sample(metrics, "medspil_data_dir_bytes", of="free")
    total = sample(metrics, "medspil_data_dir_bytes", of="total")
    assert free is not None
    assert total is not None
    assert 0 <= free <= total
