"""Waiting for something to become true, never longer than a deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from inspect import isawaitable
from time import monotonic

LOOK_EVERY = 0.05  # seconds


class NeverCameError(Exception):
    """What was waited for did not come true in time; the message says what it was."""


async def until(
    what: str, holds: Callable[[], bool | Awaitable[bool]], *, within: float
) -> float:
    """Return after how many seconds it held; NeverCameError when it was too long."""
    begun = monotonic()
    while True:
        held = holds()
        if isawaitable(held):
            held = await held
        if held:
            return monotonic() - begun
        if monotonic() - begun > within:
            raise NeverCameError(f"{what}: not within {within:.0f} s")
        await pause(LOOK_EVERY)


async def pause(seconds: float, ended: asyncio.Event | None = None) -> None:
    """Let time pass, or less of it when the event comes first."""
    with suppress(TimeoutError):
        await asyncio.wait_for((ended or asyncio.Event()).wait(), seconds)
