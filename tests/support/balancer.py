"""A small balancer: round robin over what is healthy, and nothing clever beside it.

It tries another replica when a connection is refused, because then nothing was
sent. Whatever fails after that is the caller's failure, and counts.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

import httpx

CHECK_EVERY = 0.2  # seconds
CHECK_WITHIN = 5.0
READY_WITHIN = 240.0  # a busy machine takes its time to start a process
_HEADERS_END = b"\r\n\r\n"
_BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"

type Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Balancer:
    """Passes each request on to a replica that said it was ready."""

    ports: Sequence[int]
    healthy: set[int] = field(default_factory=set)
    refused: int = 0  # connections; each was tried elsewhere
    url: str = ""
    _turn: Iterator[int] = field(default_factory=count)

    async def until(self, port: int, *, healthy: bool) -> None:
        """Return when a replica is known to be healthy, or not to be."""
        async with asyncio.timeout(READY_WITHIN):
            while (port in self.healthy) is not healthy:
                await _a_moment()

    async def watch(self) -> None:
        """Ask every replica for its health, again and again."""
        async with httpx.AsyncClient(timeout=CHECK_WITHIN) as http:
            while True:
                await asyncio.gather(*(self._check(http, port) for port in self.ports))
                await _a_moment()

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Pass one request on, and its answer back."""
        try:
            request = await _request(reader)
            upstream, forward = await self._connected()
            forward.write(request)
            answer = await upstream.read()
            writer.write(answer or _BAD_GATEWAY)
            forward.close()
        except OSError:
            writer.write(_BAD_GATEWAY)
        with suppress(OSError):
            await writer.drain()
            writer.close()

    async def _check(self, http: httpx.AsyncClient, port: int) -> None:
        try:
            answer = await http.get(f"http://127.0.0.1:{port}/healthz")
        except httpx.HTTPError:
            self.healthy.discard(port)
            return
        if answer.is_success:
            self.healthy.add(port)
        else:
            self.healthy.discard(port)

    async def _connected(self) -> Streams:
        for _ in range(len(self.ports) + 1):
            known = sorted(self.healthy) or list(self.ports)
            port = known[next(self._turn) % len(known)]
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                self.refused += 1
                self.healthy.discard(port)
        raise ConnectionRefusedError


@asynccontextmanager
async def balanced(ports: Sequence[int]) -> AsyncGenerator[Balancer]:
    """Balance over replicas for as long as the block lasts."""
    balancer = Balancer(ports)
    server = await asyncio.start_server(balancer.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    balancer.url = f"http://127.0.0.1:{port}"
    watching = asyncio.create_task(balancer.watch())
    try:
        yield balancer
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        server.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Read one request, and ask that its connection be the only one's."""
    head = await reader.readuntil(_HEADERS_END)
    lines = [line.lower() for line in head.split(b"\r\n")]
    lengths = [int(line[15:]) for line in lines if line.startswith(b"content-length:")]
    body = await reader.readexactly(lengths[0]) if lengths else b""
    return head[:-2] + b"Connection: close\r\n\r\n" + body


async def _a_moment() -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), CHECK_EVERY)
