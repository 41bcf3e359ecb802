"""One process of the installation: started, killed, frozen and stopped by its pid."""

import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.support.stack import ROOT

STOPPED_WITHIN = 60.0  # seconds; a checkpoint or a letter under way comes first


@dataclass
class Program:
    """A command with a log of its own; whatever it forked shares its fate."""

    name: str
    command: Sequence[str]
    log: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    starts: int = 0
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def is_running(self) -> bool:
        """Whether the process is there, frozen or not."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; what it stands for answers a little later."""
        settings = [f"{name}={value}" for name, value in self.variables.items()]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                ["/usr/bin/env", *settings, *self.command],
                cwd=ROOT,
                user=self.user,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the test, which ends it
            )
        self.starts += 1

    def kill(self) -> None:
        """End it, and all that it forked, as the system would when memory is out."""
        self._signal(signal.SIGKILL, self._family())
        self._reap()

    def freeze(self) -> None:
        """Let it stand still in the middle of whatever it does."""
        self._signal(signal.SIGSTOP, self._family())

    def thaw(self) -> None:
        """Let it go on as if nothing had happened."""
        self._signal(signal.SIGCONT, self._family())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end in order, and kill it when it does not."""
        if self._process is None:
            return
        self.thaw()
        with suppress(ProcessLookupError):
            self._process.send_signal(how)
        try:
            self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
        self._reap()

    def children(self) -> list[psutil.Process]:
        """The processes that it forked."""
        with suppress(psutil.NoSuchProcess):
            if self._process is not None:
                return psutil.Process(self._process.pid).children(recursive=True)
        return []

    def _family(self) -> list[psutil.Process]:
        """The process and all that it forked, the eldest first."""
        with suppress(psutil.NoSuchProcess):
            if self._process is not None:
                eldest = psutil.Process(self._process.pid)
                return [eldest, *eldest.children(recursive=True)]
        return []

    @staticmethod
    def _signal(how: signal.Signals, processes: Iterable[psutil.Process]) -> None:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(how)

    def _reap(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.wait(STOPPED_WITHIN)
