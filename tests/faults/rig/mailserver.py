"""The mail server of the world outside: patient or not, and it remembers each letter."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesHeaderParser
from typing import Literal

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.rig.waiting import pause

type Mood = Literal["well", "slow", "busy", "refusing", "hanging_up"]

PAUSE = 1.5  # seconds a slow server takes for a letter
_HEADERS = BytesHeaderParser(policy=policy.default)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that the server took, or that a sender may believe lost."""

    message_id: str
    recipient: str
    repeat: bool  # it says of itself that it may be a repeat


@dataclass
class MailServer:
    """Takes letters as its mood is; one that was answered 4xx or 5xx was not taken."""

    mood: Mood = "well"
    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    turned_away: int = 0
    _closing: asyncio.Event = field(default_factory=asyncio.Event)
    _lines: list[SMTP] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address in the form of the setting smtp_url."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a letter or turn it away."""
        _ = session
        match self.mood:
            case "busy":
                self.turned_away += 1
                return "451 4.3.2 Come back later"
            case "refusing":
                self.turned_away += 1
                return "550 5.1.1 Nobody of that name"
            case "slow":
                await self._pause()
            case "hanging_up":
                self._take(envelope)
                _abort(server)
                return "250 2.0.0 Never heard"
            case "well":
                pass
        self._take(envelope)
        return "250 2.0.0 Taken"

    def _take(self, envelope: Envelope) -> None:
        headers = _HEADERS.parsebytes(envelope.original_content or b"")
        repeat = headers.get("X-Medspil-Repeat") is not None
        for recipient in envelope.rcpt_tos:
            message_id = str(headers.get("Message-ID", "")).strip()
            self.letters.append(Letter(message_id, recipient, repeat))

    async def _pause(self) -> None:
        await pause(PAUSE, self._closing)

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator["MailServer"]:
        """Listen on loopback while the block runs."""
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(self._answering, "127.0.0.1", self.port)
        self.port = listener.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._closing.set()
            listener.close()
            for answering in self._lines:
                _abort(answering)
            await pause(0.01)  # until those are gone

    def _answering(self) -> SMTP:
        answering = SMTP(self, enable_SMTPUTF8=True, hostname="localhost")
        self._lines.append(answering)
        return answering


def _abort(server: SMTP) -> None:
    """Break the connection without a word."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
