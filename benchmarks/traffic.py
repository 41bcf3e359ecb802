"""Asks over HTTP/1.1 as cheaply as Python can: prepared bytes, one protocol a connection.

A process of its own, so that its cost is known: it reads a plan on its standard
input, and writes what it met on its standard output.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import cycle
from time import perf_counter, process_time
from typing import cast, override

import uvloop

from chassis.ids import new_id

_END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom to ask, for what, how often, and over how many connections."""

    port: int
    token: str
    paths: list[str]  # each connection has its share, so that no two meet
    body: str
    requests: int
    connections: int = 64


@dataclass(slots=True)
class Met:
    """What the answers were."""

    statuses: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    first_fault: str = ""
    took: float = 0.0
    cpu: float = 0.0  # seconds of this process, while it asked


class _Asker(asyncio.Protocol):
    """One connection: asks, waits for the answer, asks again."""

    def __init__(self, plan: Plan, paths: Iterator[str], left: int, met: Met) -> None:
        self._paths, self._left, self._met = paths, left, met
        self._before = (
            f" HTTP/1.1\r\nHost: 127.0.0.1:{plan.port}\r\n"
            f"Authorization: Bearer {plan.token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(plan.body.encode())}\r\nIdempotency-Key: {new_id()}-"
        ).encode()
        self._after = b"\r\n\r\n" + plan.body.encode()
        self._heard = b""
        self._asked = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    @override
    def data_received(self, data: bytes) -> None:
        """Take in an answer, and ask again."""
        self._heard += data
        head, end, rest = self._heard.partition(_END_OF_HEAD)
        if not end or len(rest) < _length(head):
            return
        self._met.seconds.append(perf_counter() - self._asked)
        status = head[9:12].decode()
        self._met.statuses[status] = self._met.statuses.get(status, 0) + 1
        if status[0] != "2" and not self._met.first_fault:
            self._met.first_fault = self._heard.decode(errors="replace")
        self._heard = b""
        if self._left:
            self._ask()
        else:
            self._transport.close()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that this connection is through."""
        if not self.done.done():
            self.done.set_result(None)

    def _ask(self) -> None:
        self._left -= 1
        self._asked = perf_counter()
        path, key = next(self._paths).encode(), str(self._left).encode()
        self._transport.write(b"POST " + path + self._before + key + self._after)


async def ask(plan: Plan) -> Met:
    """Ask everything that is planned."""
    met = Met()
    loop = asyncio.get_running_loop()
    each = plan.requests // plan.connections
    askers = []
    began, before = perf_counter(), process_time()
    for number in range(plan.connections):
        paths = cycle(plan.paths[number :: plan.connections])
        _, asker = await loop.create_connection(
            lambda paths=paths: _Asker(plan, paths, each, met),  # type: ignore[misc]  # mypy cannot infer the default
            "127.0.0.1",
            plan.port,
        )
        askers.append(asker)
    await asyncio.gather(*(asker.done for asker in askers))
    met.took, met.cpu = perf_counter() - began, process_time() - before
    return met


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.partition(b"\r\n")[0])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(uvloop.run(ask(Plan(**json.load(sys.stdin)))))))
