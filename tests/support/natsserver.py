"""A NATS server from the wheel with a configuration of the test's own."""

import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import stamina

from tests.support.running import free_port


@contextmanager
def nats_server(folder: Path, config: str) -> Generator[int]:
    """Run it with that configuration until the block ends; yield its port."""
    port = free_port()
    file = folder / "nats.conf"
    file.write_text(f'listen: "127.0.0.1:{port}"\n{config}')
    with (folder / "nats.log").open("ab") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "nats-server"), "-c", str(file)],
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    for attempt in stamina.retry_context(
        on=OSError, timeout=10, attempts=None, wait_initial=0.01, wait_max=0.1
    ):
        with attempt, socket.create_connection(("127.0.0.1", port), timeout=1):
            pass
