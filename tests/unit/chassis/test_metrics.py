"""What Prometheus reads."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Response

from chassis.edge import guard
from chassis.ids import new_id
from chassis.metrics import Measured, Metrics

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
            'method="GET",route="/v1/things/{thing}",status="200"',
        ),
        (
            "GET",
            "/v1/things/broken",
            'method="GET",route="/v1/things/{thing}",status="500"',
        ),
        ("GET", "/nowhere", 'method="GET",route="none",status="404"'),
        ("BREW", "/nowhere", 'method="other",route="none",status="404"'),
    ],
)
async def test_an_answer_is_counted_under_the_template_of_its_route(
    client: httpx.AsyncClient, method: str, path: str, labels: str
) -> None:
    """Neither tokens nor made-up paths and methods become labels."""
    await client.request(method, path)

    lines = (await client.get("/metrics")).text.splitlines()
    assert f"medspil_http_request_seconds_count{{{labels}}} 1.0" in lines
