"""A mail server on loopback that answers as a test tells it to."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"
OK = "250 OK"


@dataclass(slots=True)
class Postbox:
    """Keeps what it accepted; *rcpt* and *data* are its next answers, then OK."""

    port: int = 0
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    stalls: bool = False  # takes the letter and never says what became of it
    letters: list[EmailMessage] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"smtp://{LOOPBACK}:{self.port}"

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Answer to a recipient."""
        answer = self.rcpt.pop(0) if self.rcpt else OK
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Answer to a letter, and keep it if the answer is OK."""
        answer = self.data.pop(0) if self.data else OK
        if answer == OK:
            content = envelope.original_content or b""
            self.letters.append(message_from_bytes(content, policy=policy.default))
            self.arrived.set()
        if self.stalls:
            await asyncio.Event().wait()
        return answer


@asynccontextmanager
async def listening(postbox: Postbox) -> AsyncGenerator[Postbox]:
    """Let the postbox listen while the block runs, on the same port as before."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(postbox, hostname="localhost", loop=loop),
        host=LOOPBACK,
        port=postbox.port,
    )
    postbox.port = server.sockets[0].getsockname()[1]
    try:
        yield postbox
    finally:
        server.close()
        server.close_clients()
        await server.wait_closed()
