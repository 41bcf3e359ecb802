"""A container is as well as the process in it says."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from chassis import probe
from tests.support.running import free_port


@contextmanager
def answering(status: int) -> Generator[int]:
    """Answer every request with a status."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Say it, and why."""
            self.send_response(status)
            self.end_headers()
            self.wfile.write(self.path.encode())

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "well"), [(200, True), (503, False)])
def test_health_is_what_healthz_answers(status: int, *, well: bool) -> None:
    """What it says is shown by `docker inspect`."""
    with answering(status) as port:
        assert probe.ask(port) == (well, "/healthz")


def test_silence_is_no_health() -> None:
    """A process that does not listen yet, or does no more."""
    well, said = probe.ask(free_port())

    assert not well
    assert "Nobody answers" in said
