"""A wire between two parts that can be cut, frozen or slowed down."""

import asyncio
from asyncio import BaseTransport, Protocol, Transport
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast, override


@dataclass
class Wire:
    """Forwards TCP from a loopback port to another, as its present mood lets it."""

    target: int
    delay: float = 0.0  # seconds, for each piece and direction
    port: int = 0
    _ends: "set[_End]" = field(default_factory=set, init=False)
    _server: asyncio.Server | None = field(default=None, init=False)
    is_frozen: bool = field(default=False, init=False)

    async def lay(self) -> None:
        """Listen, always on the same port once one was found."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _End(self), "127.0.0.1", self.port
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break every connection, and refuse new ones until it is mended."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.drop()

    def drop(self) -> None:
        """Break every connection; new ones are welcome."""
        for end in tuple(self._ends):
            end.abort()

    async def mend(self) -> None:
        """Carry again what is sent, including what lay frozen."""
        self.delay, self.is_frozen = 0.0, False
        for end in tuple(self._ends):
            end.resume()
        if self._server is None:
            await self.lay()

    def freeze(self) -> None:
        """Carry nothing, and let nobody notice."""
        self.is_frozen = True
        for end in tuple(self._ends):
            end.pause()

    def note(self, end: "_End", *, gone: bool = False) -> None:
        """Remember an end that is connected, or forget it."""
        (self._ends.discard if gone else self._ends.add)(end)


class _End(Protocol):
    """One end of a connection; what arrives at it leaves at the other."""

    def __init__(self, wire: Wire, other: "_End | None" = None) -> None:
        self._wire = wire
        self._other = other
        self._transport: Transport | None = None
        self._early: list[bytes] = []
        self._connecting: asyncio.Task[None] | None = None

    @override
    def connection_made(self, transport: BaseTransport) -> None:
        self._transport = cast("Transport", transport)
        self._wire.note(self)
        if self._other is None:
            self._connecting = asyncio.ensure_future(self._reach())
        if self._wire.is_frozen:
            self.pause()

    @override
    def data_received(self, data: bytes) -> None:
        if self._wire.delay:
            loop = asyncio.get_running_loop()
            loop.call_later(self._wire.delay, self._pass_on, data)
        else:
            self._pass_on(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._wire.note(self, gone=True)
        if self._connecting is not None:
            self._connecting.cancel()
        if self._other is not None:
            self._other.close()

    def send(self, data: bytes) -> None:
        """Let data leave at this end."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def pause(self) -> None:
        """Take in nothing more."""
        if self._transport is not None:
            with suppress(RuntimeError):
                self._transport.pause_reading()

    def resume(self) -> None:
        """Take in what has piled up."""
        if self._transport is not None and not self._transport.is_closing():
            with suppress(RuntimeError):
                self._transport.resume_reading()

    def close(self) -> None:
        """Hang up when everything is sent."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Hang up at once; what is on its way is lost."""
        if self._transport is not None:
            self._transport.abort()

    def _pass_on(self, data: bytes) -> None:
        if self._other is None:
            self._early.append(data)
        else:
            self._other.send(data)

    async def _reach(self) -> None:
        """Connect to the target; hang up when nobody is there."""
        loop = asyncio.get_running_loop()
        try:
            _, other = await loop.create_connection(
                lambda: _End(self._wire, self), "127.0.0.1", self._wire.target
            )
        except OSError:
            self.abort()
            return
        if self._transport is None or self._transport.is_closing():
            other.abort()  # whoever called has hung up meanwhile
            return
        self._other = other
        for data in self._early:
            other.send(data)
        self._early.clear()
