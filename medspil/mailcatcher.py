"""A mail server for one machine: what is sent lands as files and goes nowhere else.

The sender is answered "accepted" only when the letter is on the disk to stay.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"
ACCEPTED = "250 2.0.0 Kept"


class Catcher:
    """Keeps each letter as one numbered .eml file with its trace on top."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)  # letters hold links with which anybody could sign
        self._folder = folder
        self._last = max((int(kept.stem) for kept in folder.glob("*.eml")), default=0)
        self._turn = asyncio.Lock()

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keeps the letter, then accepts it."""
        _ = server, session
        async with self._turn:
            number = self._last + 1
            await asyncio.to_thread(self._keep, number, _with_trace(envelope))
            self._last = number
        return ACCEPTED

    def _keep(self, number: int, letter: bytes) -> None:
        """Writes the letter beside its place, then moves it there in one step."""
        unfinished = self._folder / f"{number:08}.part"
        with unfinished.open("wb") as file:
            file.write(letter)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._folder / f"{number:08}.eml")
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where the catcher listens."""

    port: int

    @property
    def url(self) -> str:
        """The address in the form of the setting smtp_url."""
        return f"smtp://{LOOPBACK}:{self.port}"


@asynccontextmanager
async def catching(folder: Path, port: int = 0) -> AsyncIterator[MailServer]:
    """Catches mail on loopback while the block runs; port 0 takes any free one."""
    catcher = Catcher(folder)
    loop = asyncio.get_running_loop()
    sessions: WeakSet[SMTP] = WeakSet()

    def session() -> SMTP:
        begun = SMTP(catcher, enable_SMTPUTF8=True, hostname="localhost", loop=loop)
        sessions.add(begun)
        return begun

    listener = await loop.create_server(session, host=LOOPBACK, port=port)
    try:
        yield MailServer(listener.sockets[0].getsockname()[1])
    finally:
        listener.close()
        for one in sessions:
            if one.transport is not None:
                one.transport.close()
        await listener.wait_closed()


def _with_trace(envelope: Envelope) -> bytes:
    """The letter as it came, under the envelope's addresses as trace headers."""
    recipients = "".join(f"Delivered-To: {to}\r\n" for to in envelope.rcpt_tos)
    trace = f"Return-Path: <{envelope.mail_from}>\r\n{recipients}"
    content = envelope.original_content or b""
    return trace.encode() + content
