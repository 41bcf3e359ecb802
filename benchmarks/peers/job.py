"""The job that all do: partnerships that are proposed, agreed on, active, reviewed.

Each step is durable before the partnership's next, carries the same payload, and
is handled by one call; 64 partnerships are under way at a time.
"""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from benchmarks.costs import Meter
from benchmarks.outcome import Outcome
from benchmarks.stage import Stage

STEPS = ("propose", "agree", "activate", "review")
IN_FLIGHT = 64
THREADS = 16  # where a peer is synchronous: its best of 4, 8, 16 and 32 within 10 %
PAYLOAD = {"partnership": "HTK-BID-2024-0000001", "note": "Et grønt kvarter. " * 27}
PAYLOAD_JSON = json.dumps(PAYLOAD, ensure_ascii=False)


class UnprovenError(Exception):
    """The counts do not say that every step happened and was handled once."""


@dataclass(slots=True)
class Handler:
    """What every step is told to, once."""

    calls: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, partnership: str, step: str) -> None:
        """Take in one step of one partnership."""
        with self._lock:
            self.calls[f"{partnership}/{step}"] += 1

    @property
    def handled(self) -> int:
        """How many steps have been handled."""
        return len(self.calls)

    def prove(self, partnerships: int, durable: int) -> None:
        """See that every step is stored and was handled exactly once."""
        expected = partnerships * len(STEPS)
        once = set(self.calls.values()) == {1}
        if durable != expected or self.handled != expected or not once:
            raise UnprovenError(
                f"{expected} steps: {durable} stored, {self.handled} handled, once: {once}"
            )


def in_threads(partnerships: int, work: Callable[[str], None]) -> None:
    """Do the work for every partnership, in as many threads as suit."""
    names = [f"p{number}" for number in range(partnerships)]
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(work, names))  # raises what a thread met


def outcome(meter: Meter, partnerships: int) -> Outcome:
    """What the job came to, from the beginning until now."""
    seconds, cpu = meter.stop()
    return Outcome(partnerships * len(STEPS), seconds, cpu)


def number_of(stage: Stage) -> int:
    """How many partnerships a peer carries through."""
    return stage.count(1_000)
