"""Starts services in one process, tells when they are ready, and stops them in order."""

import asyncio
import errno
import gc
import signal
import socket
from asyncio import FIRST_COMPLETED
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta

import httpx
import uvicorn
from fastapi import FastAPI

from chassis import application
from chassis.clock import MovableClock
from chassis.hosting import Host
from chassis.revisions import is_current
from chassis.roles import give_password
from chassis.service import Service, Site
from chassis.settings import BadSettingError, Settings
from medspil import composition, routes, staff
from medspil.draining import GRACE_SECONDS, DrainingServer
from medspil.premises import Premises
from medspil.servers import standing
from medspil.waiting import NotYetError, patiently

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class PortTakenError(Exception):
    """Somebody else listens there; the message says where, and the way out."""


class NotStartedError(Exception):
    """The services did not start; the log says why."""


type Job = Callable[[Settings], Awaitable[None]]


async def run_everything(settings: Settings, job: Job) -> None:
    """Run all services on their servers until a signal, or until the job is done.

    The job begins once every service is ready.
    """
    composition.require_own_clock(settings)
    with (
        _signals_end_the_task(),
        _listening(settings) as listener,
        Premises.held(settings.data_dir) as premises,
    ):
        reached = _reached_at(settings, listener)
        async with standing(reached) as complete:
            shared = composition.site(complete)
            assembled = composition.services(shared)
            await migrate_all(complete, assembled)
            premises.announce(complete)
            await _serve(shared, assembled, listener, job)


async def run_one(settings: Settings, name: str, job: Job) -> None:
    """Run one service on the servers that the settings name, migrated before."""
    if settings.database_url is None or settings.nats_url is None:
        raise BadSettingError(
            "A service alone needs MEDSPIL_DATABASE_URL and MEDSPIL_NATS_URL."
        )
    composition.require_own_clock(settings)
    with _signals_end_the_task(), _listening(settings) as listener:
        shared = composition.site(_reached_at(settings, listener))
        await _serve(shared, composition.services(shared, name), listener, job)


async def migrate_all(settings: Settings, services: Sequence[Service]) -> None:
    """Bring every schema and role up to date, as the owner of the database."""
    owner_url = settings.owner_database_url()
    for service in services:
        if not await is_current(owner_url, service.name, service.migrations):
            from chassis.migrating import migrate  # noqa: PLC0415 - half a second that nearly no start needs

            await migrate(owner_url, service.name, service.migrations)
        password = settings.service_password(service.name)
        if password:
            await give_password(owner_url, service.name, password)


async def _serve(
    shared: Site, services: Sequence[Service], listener: socket.socket, job: Job
) -> None:
    async with httpx.AsyncClient() as client:
        app = _app(shared, services, client)
        config = uvicorn.Config(
            app,
            lifespan="on",
            log_config=None,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        notice = timedelta(seconds=shared.settings.drain_seconds)
        server = DrainingServer(config, app, notice)
        # While the server runs it takes the signals itself, and passes them on at
        # its end: by then they must no longer disturb the stop that is under way.
        _on_signal(asyncio.get_running_loop(), lambda: None)
        serving = asyncio.create_task(server.serve([listener]))
        working = asyncio.create_task(_once_ready(app, serving, shared, job))
        told = asyncio.create_task(server.over())
        await asyncio.wait({serving, working, told}, return_when=FIRST_COMPLETED)
        told.cancel()
        await server.ended(serving)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def _once_ready(
    app: FastAPI, serving: asyncio.Task[None], shared: Site, job: Job
) -> None:
    """Wait until every service can work, then do the job."""

    async def ready() -> None:
        if serving.done():
            raise NotStartedError("The services did not start; see the log above.")
        host: Host | None = getattr(app.state, "host", None)
        if host is None or (await host.health.report()).status != "ready":
            raise NotYetError("Not every service is ready.")

    await patiently("the services", ready)
    _spare_what_stays()
    await job(shared.settings)


def _spare_what_stays() -> None:
    """Let the garbage collector pass over what lives as long as the process.

    It stops the process each time, and under load it would come very often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _app(
    shared: Site, services: Sequence[Service], client: httpx.AsyncClient
) -> FastAPI:
    settings = shared.settings
    app = application.build(shared, services, staff.authentication(settings, client))
    issuer = staff.local_issuer(settings)
    if issuer is not None:
        app.router.routes.extend(routes.keys(issuer).routes)
    if isinstance(shared.clock, MovableClock):
        app.router.routes.extend(routes.movable_clock(app, shared.clock).routes)
    return app


@contextmanager
def _signals_end_the_task() -> Generator[None]:
    """Let a signal that comes during the start undo what was started."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("Services are started from a task.")
    _on_signal(loop, task.cancel)
    try:
        yield
    finally:
        for one in STOP_SIGNALS:
            loop.remove_signal_handler(one)


def _on_signal(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    for one in STOP_SIGNALS:
        loop.add_signal_handler(one, callback)


@contextmanager
def _listening(settings: Settings) -> Generator[socket.socket]:
    """Take the port before anything is started that would have to be stopped again."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTakenError(
                f"Port {settings.port} of {settings.host} is taken. "
                "Stop what listens there, or choose another with MEDSPIL_PORT."
            ) from error
        yield listener


def _reached_at(settings: Settings, listener: socket.socket) -> Settings:
    """Name the port that was taken, where any would do."""
    if settings.port != 0:
        return settings
    port: int = listener.getsockname()[1]
    url = f"http://{settings.host}:{port}"
    given = "public_url" in settings.model_fields_set
    return settings.model_copy(
        update={"port": port} | ({} if given else {"public_url": url})
    )
