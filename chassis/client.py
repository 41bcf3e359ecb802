"""A NATS client that leaves the messages of a busy stream unread until they are needed.

nats-py reads every header of every message into a dictionary, and checks and writes
every header anew: two thirds of what a message costs here. It does so in methods that
a subclass may replace; everything else, and above all reconnecting, stays its own.
"""

from collections.abc import Callable, Iterable
from typing import override

from nats.aio.client import Client as NatsClient
from nats.aio.subscription import Subscription

type Take = Callable[[bytes, bytes, bytes, bytes], None]  # subject, reply, head, body
type Packet = tuple[str, str, bytes, bytes]  # subject, reply, head, body


class Client(NatsClient):
    """A connection with a straight way in, and a straight way out, for many messages."""

    def __init__(self) -> None:
        super().__init__()
        self._takers: dict[int, Take] = {}

    @property
    def connections(self) -> int:
        """How often it was connected: what was asked for on an earlier one is lost."""
        return self.stats["reconnects"]

    async def receive(self, subject: str, take: Take) -> Subscription:
        """Let *take* have what arrives for a subject as it is, at once."""
        subscription = await self.subscribe(subject)
        [sid] = [sid for sid, one in self._subs.items() if one is subscription]
        still = {sid: one for sid, one in self._takers.items() if sid in self._subs}
        self._takers = still | {sid: take}
        return subscription

    async def send(self, packets: Iterable[Packet]) -> None:
        """Send what is encoded already; ConnectionError while NATS is away.

        A head ends with an empty line, and is empty when there are no headers.
        """
        if not self.is_connected:
            raise ConnectionError("NATS is away.")
        await self._send_command(b"".join(map(_command, packets)))
        await self._flush_pending()

    @override
    async def _process_msg(
        self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes
    ) -> None:
        take = self._takers.get(sid)
        if take is None:
            await super()._process_msg(sid, subject, reply, data, headers)
        elif sid in self._subs:  # or it was given up meanwhile
            take(subject, reply, headers or b"", data)


def _command(packet: Packet) -> bytes:
    subject, reply, head, body = packet
    size = len(head) + len(body)
    if head:
        start = f"HPUB {subject} {reply} {len(head)} {size}\r\n"
    else:
        start = f"PUB {subject} {reply} {size}\r\n"
    return b"".join((start.encode(), head, body, b"\r\n"))
