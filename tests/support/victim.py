"""A Medspil that is killed without warning at moments that chance chose."""

import asyncio
import random
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.support.running import free_port
from tests.support.stack import ROOT

FIRST_ANSWER, LAST_ANSWER = 1, 400  # to the player, who gets more than that
LONGEST_DELAY = 0.4  # seconds from an answer to the kill: some steps later


@dataclass
class Victim:
    """`medspil up` with a movable clock, always on the same port."""

    folder: Path
    port: int = field(default_factory=free_port)
    kills: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where it answers while it lives."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it; requests fail until it listens."""
        variables = (
            f"MEDSPIL_PORT={self.port}",
            f"MEDSPIL_DATA_DIR={self.folder}",
            f"MEDSPIL_MOVABLE_CLOCK={self.folder / 'clock.json'}",
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "up.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["/usr/bin/env", *variables, sys.executable, "-m", "medspil", "up"],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """Kill it as the system would, and start it again."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self.kills += 1
            self.start()

    def stop(self) -> None:
        """Let it stop in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None


@dataclass
class Fate:
    """Counts the answers that the player gets, and kills at those that were drawn.

    What is asked while nobody listens does not count: work is interrupted, not rest.
    """

    victim: Victim
    chance: random.Random
    moments: set[int]
    _answers: int = 0
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    def drawn(cls, victim: Victim, chance: random.Random, kills: int) -> "Fate":
        """Draw the moments of so many kills."""
        numbers = range(FIRST_ANSWER, LAST_ANSWER + 1)
        return cls(victim, chance, set(chance.sample(numbers, kills)))

    async def note(self, _: httpx.Response) -> None:
        """Count an answer (httpx event hook)."""
        self._answers += 1
        if self._answers in self.moments:
            task = asyncio.create_task(self._strike())
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _strike(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self.chance.uniform(0, LONGEST_DELAY)):
                await asyncio.Event().wait()
        await asyncio.to_thread(self.victim.kill)


@contextmanager
def alive(folder: Path) -> Generator[Victim]:
    """Run a victim until the block ends."""
    victim = Victim(folder)
    victim.start()
    try:
        yield victim
    finally:
        victim.stop()
