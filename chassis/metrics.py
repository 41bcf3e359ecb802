"""Figures for Prometheus: how fast we answer, and what waits where."""

import platform
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import VERSION

type Waiting = Literal[
    "ready",
    "outbox",
    "outbox_age",
    "relay_leaders",
    "consumer_lag",
    "parked",
    "timer_lag",
]

_WAITING: dict[Waiting, tuple[str, str]] = {
    "ready": (
        "medspil_service_ready",
        "1 when the service can work, as /healthz says; otherwise 0.",
    ),
    "outbox": (
        "medspil_outbox_messages",
        "Messages that are not published yet.",
    ),
    "outbox_age": (
        "medspil_outbox_age_seconds",
        "Age of the oldest message that is not published yet.",
    ),
    "relay_leaders": (
        "medspil_relay_leaders",
        "Relays that hold the lock to publish: 1, or 0 when nobody publishes.",
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
_POOL_WAITS = (0.001, 0.005, 0.025, 0.1, 0.5, 1.0, 2.5, 10.0)  # seconds


@dataclass(frozen=True, slots=True)
class Figure:
    """A gauge that a service reads from its own tables, time and again."""

    metric: str
    text: str
    label: str  # told apart by this, beside the service
    query: str  # rows of (label, value); $1 is what time it is


class Metrics:
    """All figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        build = Info("medspil_build", "What runs here.", registry=self.registry)
        build.info({"version": VERSION, "python": platform.python_version()})
        self._waiting = {
            name: Gauge(metric, text, ["service"], registry=self.registry)
            for name, (metric, text) in _WAITING.items()
        }
        self._disk = Gauge(
            "medspil_data_dir_bytes",
            "Room on the disk of the data folder, free and in all.",
            ["of"],
            registry=self.registry,
        )
        self._pool_waits = Histogram(
            "medspil_database_wait_seconds",
            "Time until a connection to PostgreSQL was free.",
            ["service"],
            buckets=_POOL_WAITS,
            registry=self.registry,
        )
        self._requests = Histogram(
            "medspil_http_request_seconds",
            "Time from a request to the end of its answer.",
            ["service", "method", "route", "status"],
            registry=self.registry,
        )
        self._figures: dict[str, Gauge] = {}
        self._routes: dict[int, tuple[str, str]] = {}  # no route has a hash

    def observe(self, service: str, name: Waiting, value: float) -> None:
        """Set how much waits somewhere in a service."""
        self._waiting[name].labels(service).set(value)

    def declare(self, figure: Figure) -> None:
        """Let there be a figure of a service's own."""
        labels = ["service", figure.label]
        gauge = Gauge(figure.metric, figure.text, labels, registry=self.registry)
        self._figures[figure.metric] = gauge

    def show(
        self, service: str, figure: Figure, rows: Iterable[tuple[str, float]]
    ) -> None:
        """Set a service's own figure, for each value of its label."""
        for label, value in rows:
            self._figures[figure.metric].labels(service, label).set(value)

    def pool_waits(self, service: str) -> Callable[[float], None]:
        """Return what notes how long a service waited for a connection."""
        return self._pool_waits.labels(service).observe

    def watch_disk(self, folder: Path) -> None:
        """Tell how full the disk of a folder is, also before the folder is made."""
        self._disk.labels("free").set_function(partial(_room, folder, "free"))
        self._disk.labels("total").set_function(partial(_room, folder, "total"))

    def know_route(self, route: BaseRoute, service: str, template: str) -> None:
        """Count a route's answers as its service's, under its whole template."""
        self._routes[id(route)] = service, template

    def answered(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one answer under the template of its route, never under its path."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = scope.get("route")
        own = "none", str(getattr(route, "path_format", "none"))
        service, template = self._routes.get(id(route), own)
        labels = service, method, template, str(status)
        self._requests.labels(*labels).observe(seconds)

    def response(self) -> Response:
        """Return everything in Prometheus' text form, as the answer of /metrics."""
        return Response(
            generate_latest(self.registry),
            headers={"Content-Type": CONTENT_TYPE_LATEST},
        )


def _room(folder: Path, of: Literal["free", "total"]) -> float:
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    usage = shutil.disk_usage(place)
    return float(usage.free if of == "free" else usage.total)


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
