"""A line to one service: HTTP over one connection, as thin as a load needs it."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

PATIENCE = 4.0  # seconds for an answer; shorter than some faults, on purpose
type _Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_HEAD_END = b"\r\n\r\n"


class LostError(Exception):
    """No answer came: whether anything was done is unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def version(self) -> int | None:
        """The version that the ETag names."""
        tag = self.headers.get("etag")
        return None if tag is None else int(tag.strip('"'))

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Line:
    """One connection at a time to a loopback port, made again when it broke."""

    port: int
    _streams: _Streams | None = field(default=None, init=False)

    async def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: object = None,
        *,
        patience: float = PATIENCE,
    ) -> Answer:
        """Ask, and return the answer; LostError when none came in time."""
        try:
            async with asyncio.timeout(patience):
                reader, writer = await self._connected()
                writer.write(_request(method, path, headers, body))
                return await _answer(reader)
        except (OSError, TimeoutError, EOFError, ValueError) as error:
            self.hang_up()
            raise LostError(repr(error)) from error
        except asyncio.CancelledError:
            self.hang_up()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection; the next question makes another."""
        streams, self._streams = self._streams, None
        if streams is not None:
            with suppress(OSError, RuntimeError):
                streams[1].close()

    async def _connected(self) -> _Streams:
        if self._streams is None or self._streams[0].at_eof():
            self.hang_up()
            connecting = asyncio.ensure_future(
                asyncio.open_connection("127.0.0.1", self.port)
            )
            try:
                self._streams = await asyncio.shield(connecting)
            except asyncio.CancelledError:
                connecting.add_done_callback(_close)
                raise
        return self._streams


def _close(connected: asyncio.Future[_Streams]) -> None:
    """Close a connection that came when nobody waited for it any more."""
    if not connected.cancelled() and connected.exception() is None:
        connected.result()[1].close()


def _request(method: str, path: str, headers: Mapping[str, str], body: object) -> bytes:
    content = body if isinstance(body, bytes) else b""
    if body is not None and not content:
        content = json.dumps(body, ensure_ascii=False).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is not None and content is not body:
        lines.append("Content-Type: application/json")
    lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join(lines).encode() + _HEAD_END + content


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(_HEAD_END)).decode("latin-1").split("\r\n")
    headers = {}
    for line in head[1:-2]:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(head[0].split()[1]), headers, body)
