"""One id follows a request through logs, messages and answers to the last consumer."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, WrappedLogger

from chassis.cpr import is_cpr_shaped
from chassis.ids import NewId

HEADER = "X-Correlation-Id"
_CURRENT: ContextVar[str] = ContextVar("correlation_id", default="")
_WELL_FORMED = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def correlation_id() -> str:
    """Return the id of what is being handled now; empty outside of any."""
    return _CURRENT.get()


@contextmanager
def correlated(value: str) -> Generator[None]:
    """Let *value* be the correlation id of everything inside the block."""
    before = _CURRENT.set(value)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def add_correlation(
    _logger: WrappedLogger, _method: str, event: EventDict
) -> EventDict:
    """Say in a log line what it belongs to (structlog processor)."""
    value = _CURRENT.get()
    if value:
        event.setdefault("correlation_id", value)
    return event


class Correlation:
    """ASGI middleware: takes over the caller's id or makes one, and answers with it."""

    def __init__(self, app: ASGIApp, new_id: NewId) -> None:
        self._app = app
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request under its correlation id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        value = given if _may_be_kept(given) else str(self._new_id())

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = value
            await send(message)

        with correlated(value):
            await self._app(scope, receive, send_with_id)


def _may_be_kept(given: str) -> bool:
    """Tell whether a caller's id may stand in logs, messages and the history."""
    return _WELL_FORMED.fullmatch(given) is not None and not is_cpr_shaped(given)
