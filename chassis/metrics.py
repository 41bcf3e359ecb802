"""Figures for Prometheus: how fast we answer, and what waits where."""

import time
from collections.abc import Callable
from typing import Literal

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

type Waiting = Literal["outbox_age", "consumer_lag", "parked", "timer_lag"]

_WAITING: dict[Waiting, tuple[str, str]] = {
    "outbox_age": (
        "medspil_outbox_age_seconds",
        "Age of the oldest message that is not published yet.",
    ),
    "consumer_lag": (
        "medspil_consumer_lag_messages",
        "Messages in the stream that the service has not handled yet.",
    ),
    "parked": (
        "medspil_parked_messages",
        "Messages that could not be handled and wait for a person.",
    ),
    "timer_lag": (
        "medspil_timer_lag_seconds",
        "How late the oldest timer is that is due and has not fired.",
    ),
}
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """All figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._waiting = {
            name: Gauge(metric, text, ["service"], registry=self.registry)
            for name, (metric, text) in _WAITING.items()
        }
        self._requests = Histogram(
            "medspil_http_request_seconds",
            "Time from a request to the end of its answer.",
            ["method", "route", "status"],
            registry=self.registry,
        )

    def observe(self, service: str, name: Waiting, value: float) -> None:
        """Set how much waits somewhere in a service."""
        self._waiting[name].labels(service).set(value)

    def answered(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one answer under the template of its route, never under its path."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = getattr(scope.get("route"), "path_format", "none")
        self._requests.labels(method, route, str(status)).observe(seconds)

    def response(self) -> Response:
        """Return everything in Prometheus' text form, as the answer of /metrics."""
        return Response(
            generate_latest(self.registry),
            headers={"Content-Type": CONTENT_TYPE_LATEST},
        )


class Measured:
    """ASGI middleware: times every answer."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        monotonic: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._monotonic = monotonic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request and note what it came to."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500  # unless an answer begins
        started = self._monotonic()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            self._metrics.answered(scope, status, self._monotonic() - started)
