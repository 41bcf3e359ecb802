"""Patience: what is away comes back, and what others do takes its time."""

from collections.abc import Awaitable, Callable

import stamina

PATIENCE_SECONDS = 180.0
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 0.5


class AwayError(Exception):
    """Medspil does not answer, or answers that it cannot now."""


class NotYetError(Exception):
    """What is waited for has not happened."""


class LostPatienceError(Exception):
    """What was waited for did not happen in time; the message says what it was."""


async def patiently[Answer](
    what: str,
    ask: Callable[[], Awaitable[Answer]],
    patience: float = PATIENCE_SECONDS,
) -> Answer:
    """Ask until there is an answer; LostPatienceError names *what* never came."""
    try:
        async for attempt in stamina.retry_context(
            on=(AwayError, NotYetError),
            attempts=None,
            timeout=patience,
            wait_initial=FIRST_PAUSE_SECONDS,
            wait_max=LONGEST_PAUSE_SECONDS,
            wait_jitter=FIRST_PAUSE_SECONDS,
        ):
            with attempt:
                return await ask()
    except (AwayError, NotYetError) as error:
        raise LostPatienceError(f"{what}: {error}") from error
    raise LostPatienceError(what)
