"""The HTTP app of one service or of several: routes, problems, health, figures."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse, Response

from chassis import edge
from chassis.auth import Authentication
from chassis.commanding import CommandRoute, Shortcuts, shortcut
from chassis.front import open_door
from chassis.health import Health, HealthReport
from chassis.hosting import Host
from chassis.leaving import Leaving
from chassis.metrics import Measured, Metrics
from chassis.noticing import Noticed, Watch
from chassis.service import Service, Site
from chassis.telemetry import traced

DESCRIPTION = """\
Runs the partnerships of a municipality from proposal to annual evaluation.

Every write accepts an `Idempotency-Key`. Commands answer with an `ETag`, honour
`If-Match`, and take `dry_run`. Refusals are `application/problem+json` with a
stable `code` and a sentence in the language of `Accept-Language` (da, en).
"""


def build(
    site: Site, services: Sequence[Service], authentication: Authentication
) -> FastAPI:
    """Build the app; its lifespan runs the services' background."""
    host = Host(site, services, Metrics(), Health())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        app.state.host = host
        with traced(app, site.settings.otlp_endpoint):
            async with host.running():
                yield

    app = without_background(site, services, authentication, lifespan=lifespan)
    host.metrics.watch_disk(site.settings.data_dir)
    for service in services:
        for route in _routes(service):
            host.metrics.know_route(route, service.name, route.path_format)
    app.add_middleware(Measured, metrics=host.metrics)
    app.add_middleware(Leaving, health=host.health)
    _operations(app, host)
    _probes(app, host.health)
    open_door(app)
    return app


def without_background(
    site: Site,
    services: Sequence[Service],
    authentication: Authentication,
    **settings: object,
) -> FastAPI:
    """Build the routes alone; whoever calls opens the databases."""
    app = FastAPI(
        title="Medspil",
        version="1",
        description=DESCRIPTION,
        docs_url=None,  # it would fetch its scripts from elsewhere
        redoc_url=None,
        **settings,  # type: ignore[arg-type] # lifespan, or nothing
    )
    app.state.authentication = authentication
    app.state.residents = {type(service.desk): service.desk for service in services}
    for service in services:
        app.router.routes.extend(service.router.routes)
    app.add_middleware(Shortcuts, routes=_commands(services))
    app.add_middleware(Noticed, watches=_watches(services))
    edge.guard(app, site.new_id, *(service.sentences for service in services))
    return app


def _routes(service: Service) -> list[APIRoute]:
    return [route for route in service.router.routes if isinstance(route, APIRoute)]


def _watches(services: Sequence[Service]) -> dict[int, Watch]:
    return {
        id(route): Watch(route.path_format, service.reads.subject, service.reads.note)
        for service in services
        if service.reads is not None
        for route in _routes(service)
        if not route.path_format.startswith(service.reads.open_to_all)
    }


def _commands(services: Sequence[Service]) -> dict[tuple[str, str], CommandRoute]:
    return {
        shortcut(route.path_format): route
        for service in services
        for route in _routes(service)
        if isinstance(route, CommandRoute)
    }


def _probes(app: FastAPI, health: Health) -> None:
    """Answer a supervisor, who may stop us or send requests elsewhere for it.

    Neither asks the servers that we stand on: without NATS commands are taken in, and
    without PostgreSQL callers are told when to come back.
    """

    @app.get("/livez", tags=["operation"], status_code=HTTPStatus.NO_CONTENT)
    async def livez() -> None:
        """Tell that the process turns; one that does not should be started anew."""

    @app.get(
        "/readyz",
        tags=["operation"],
        response_class=Response,
        status_code=HTTPStatus.NO_CONTENT,
        responses={503: {"description": "It is about to end."}},
    )
    async def readyz() -> Response:
        """Tell whether to send requests here: not when it is about to end."""
        return Response(status_code=503 if health.draining else 204)


def _operations(app: FastAPI, host: Host) -> None:
    @app.get(
        "/healthz",
        tags=["operation"],
        response_class=JSONResponse,
        responses={200: {"model": HealthReport}, 503: {"model": HealthReport}},
    )
    async def healthz() -> Response:
        """Tell whether every service here can work, and what keeps it."""
        return await host.health.response()

    @app.get("/metrics", tags=["operation"], response_class=Response)
    async def metrics() -> Response:
        """Tell the figures that Prometheus collects."""
        for name, health in (await host.health.report()).services.items():
            host.metrics.observe(name, "ready", health.state == "ready")
        return await asyncio.to_thread(host.metrics.response)
