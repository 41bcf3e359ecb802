"""One trace from the request to the last consumer."""

from collections.abc import AsyncGenerator, Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import override

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, get_tracer

from chassis.telemetry import (
    current_traceparent,
    span_after,
    span_from,
    traced,
)
from chassis.tracing import record, trace_requests

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE_ID = 0x0AF7651916CD43DD8448EB211C80319C
EXPORTER = InMemorySpanExporter()
router = APIRouter()


@router.get("/partner/{token}")
async def partner(token: str) -> tuple[str, str | None]:
    """Answer with the trace context that a message would carry."""
    return token, current_traceparent()


@pytest.fixture(scope="module")
def provider() -> Generator[TracerProvider]:
    """The recording of this process; there can be only one."""
    provider = record(SimpleSpanProcessor(EXPORTER))
    yield provider
    provider.shutdown()


@pytest.fixture
def spans(provider: TracerProvider) -> InMemorySpanExporter:
    """What is recorded during the test."""
    assert provider.resource.attributes["service.name"] == "medspil"
    EXPORTER.clear()
    return EXPORTER


@pytest.fixture
async def client(provider: TracerProvider) -> AsyncGenerator[httpx.AsyncClient]:
    """A caller of an app that is traced."""
    app = FastAPI()
    app.include_router(router)
    trace_requests(app, provider)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as caller:
        yield caller


@pytest.fixture
def collector() -> Generator[tuple[str, list[str]]]:
    """The address of an OTLP collector, and the paths that were posted to."""
    posted: list[str] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Take in a batch of spans."""
            self.rfile.read(int(self.headers["Content-Length"]))
            posted.append(self.path)
            self.send_response(200)
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", posted
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("provider")  # which must be the first of the process
async def test_what_was_recorded_reaches_the_collector_at_the_latest_at_the_end(
    collector: tuple[str, list[str]],
) -> None:
    """A process that stops takes no spans with it."""
    endpoint, posted = collector
    app = FastAPI()
    app.include_router(router)
    transport = httpx.ASGITransport(app)

    with traced(app, endpoint):
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test"
        ) as caller:
            await caller.get("/partner/x")

    assert posted == ["/v1/traces"]


async def test_a_request_goes_on_with_the_callers_trace(
    client: httpx.AsyncClient, spans: InMemorySpanExporter
) -> None:
    """And its messages carry it further."""
    answer = await client.get("/partner/x", headers={"traceparent": TRACEPARENT})

    assert answer.json()[1].startswith("00-0af7651916cd43dd8448eb211c80319c-")
    assert {span.context.trace_id for span in spans.get_finished_spans()} == {TRACE_ID}


async def test_no_token_of_a_path_is_recorded(
    client: httpx.AsyncClient, spans: InMemorySpanExporter
) -> None:
    """Traces are read by more people than links are meant for."""
    await client.get("/partner/eyJhbGciOi.eyJqdGki.c2ln")

    finished = spans.get_finished_spans()
    assert finished
    assert not [span for span in finished if "eyJ" in span.to_json()]


def test_a_consumer_goes_on_with_the_trace_of_the_message(
    spans: InMemorySpanExporter,
) -> None:
    """Across the stream, and for as long as it waited there."""
    with span_from(TRACEPARENT, "consume gathering_invited"):
        carried = current_traceparent()

    [span] = spans.get_finished_spans()
    assert span.name == "consume gathering_invited"
    assert span.parent is not None
    assert (span.context.trace_id, span.parent.span_id) == (
        TRACE_ID,
        0xB7AD6B7169203331,
    )
    assert (
        carried == f"00-0af7651916cd43dd8448eb211c80319c-{span.context.span_id:016x}-01"
    )


def test_a_message_without_a_trace_begins_one(spans: InMemorySpanExporter) -> None:
    """Timers start journeys too."""
    with span_from(None, "consume review_opened"):
        pass

    [span] = spans.get_finished_spans()
    assert span.parent is None
    assert current_traceparent() is None


def test_polling_leaves_no_traces(spans: InMemorySpanExporter) -> None:
    """A query that belongs to no request and no message says nothing."""
    tracer = get_tracer("test")

    with tracer.start_as_current_span("select", kind=SpanKind.CLIENT):
        pass
    with (
        span_from(None, "consume"),
        tracer.start_as_current_span("insert", kind=SpanKind.CLIENT),
    ):
        pass

    assert [span.name for span in spans.get_finished_spans()] == ["insert", "consume"]


@pytest.mark.usefixtures("spans")
@pytest.mark.parametrize(("several", "goes_on"), [(1, True), (2, False)])
def test_a_lone_message_goes_on_with_its_trace(several: int, *, goes_on: bool) -> None:
    """Many that are taken in together begin a trace of their own."""
    with span_after([TRACEPARENT] * several, "derive"):
        inside = current_traceparent()

    assert inside is not None
    assert (f"{TRACE_ID:032x}" in inside) is goes_on
