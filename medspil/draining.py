"""Ends a server so that no caller notices: it says so, stops listening, then ends."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from types import FrameType
from typing import override

import structlog
import uvicorn
from fastapi import FastAPI

from chassis.hosting import Host

GRACE_SECONDS = 10  # for requests under way
WITHIN_SECONDS = 25  # from the last request that is let in to the end

log = structlog.get_logger(__name__)


class DrainingServer(uvicorn.Server):
    """Serves on for a while after a signal, while /healthz sends callers elsewhere."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, notice: timedelta) -> None:
        super().__init__(config)
        self._app = app
        self._notice = notice
        self._noticed = False
        self._ending = asyncio.Event()

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Give notice, then end; a second signal waits for nobody."""
        # Why threadsafe: a signal comes between two steps, and wakes no loop by itself.
        asyncio.get_running_loop().call_soon_threadsafe(self._leave, sig, frame)

    async def over(self) -> None:
        """Return when it was told to end."""
        await self._ending.wait()

    async def ended(
        self, serving: asyncio.Task[None], within: float = WITHIN_SECONDS
    ) -> None:
        """Wait until it has stopped; cut short what takes too long to end.

        What is cut short is as safe as after a crash: nothing acknowledged is lost.
        """
        self.should_exit = True
        _, late = await asyncio.wait({serving}, timeout=within)
        if late:
            log.warning("stop_cut_short", seconds=within)
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving
        else:
            await serving

    def _leave(self, sig: int, frame: FrameType | None) -> None:
        host: Host | None = getattr(self._app.state, "host", None)
        if host is None or self._noticed or not self._notice:
            self._end(sig, frame)
            return
        self._noticed = True
        host.health.drain()
        seconds = self._notice.total_seconds()
        log.info("draining", seconds=seconds)
        asyncio.get_running_loop().call_later(seconds, self._end, sig, frame)

    def _end(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._ending.set()
