"""Asks callers that keep their connection to come back over another one."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.health import Health


class Leaving:
    """ASGI middleware: an answer of a process that drains is its connection's last.

    Without it, a proxy would send its next request down a line that is being closed.
    """

    def __init__(self, app: ASGIApp, health: Health) -> None:
        self._app = app
        self._health = health

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not self._health.draining:
            await self._app(scope, receive, send)
            return

        async def send_as_the_last(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, receive, send_as_the_last)
