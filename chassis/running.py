"""Work that goes on in the background: done again and again, watched, never silent."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import structlog

from chassis.health import Pulse
from chassis.postgres import is_transient

type Step = Callable[[], Awaitable[None]]

_LONGEST_PAUSE = timedelta(seconds=10)

log = structlog.get_logger(__name__)


class Loop:
    """One step, done when woken and otherwise at an interval, until it is stopped.

    A step that fails is tried again after a growing pause. The pulse beats only
    when a step succeeds, so that a loop that never gets anywhere is noticed.
    """

    def __init__(
        self,
        name: str,
        step: Step,
        *,
        every: timedelta,
        silent_for: timedelta = timedelta(seconds=30),
    ) -> None:
        self.name = name
        self.pulse = Pulse(silent_for)
        self._step = step
        self._every = every
        self._wake = asyncio.Event()
        self._failures = 0

    def wake(self) -> None:
        """Do the next step now."""
        self._wake.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Do steps until *stopping*; a step under way is finished first."""
        while not stopping.is_set():
            self._wake.clear()
            await self._try()
            await _first(stopping.wait(), self._wake.wait(), within=self._pause())

    async def _try(self) -> None:
        try:
            await self._step()
        except Exception as error:
            self._failures += 1
            self.pulse.falter(f"failed {self._failures} times: {error!r}")
            if self._failures == 1:
                known = None if is_transient(error) else error
                log.warning(
                    "loop_failing", loop=self.name, error=repr(error), exc_info=known
                )
        else:
            if self._failures:
                log.info("loop_recovered", loop=self.name, failures=self._failures)
            self._failures = 0
            self.pulse.beat()

    def _pause(self) -> timedelta:
        if not self._failures:
            return self._every
        doubled: int = 2 ** min(self._failures, 7)
        return min(timedelta(milliseconds=100) * doubled, _LONGEST_PAUSE)


async def _first(*waits: Awaitable[object], within: timedelta) -> None:
    """Return when one of these is done, or the time is up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(
            tasks,
            timeout=within.total_seconds(),
            return_when=asyncio.FIRST_COMPLETED,
        )
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
