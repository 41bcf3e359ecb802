"""A NATS client that leaves the messages of a busy stream unread until they are needed.

nats-py reads every header of every message into a dictionary, and checks and writes
every header anew: two thirds of what a message costs here. What it sends and is answered
goes through tasks, each of which waits for its turn: long, where commands are decided in
between. Here one method is replaced, and packets go behind what the client has buffered,
straight to its transport; everything else, and above all reconnecting, stays its own.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from itertools import count
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
        self._answers = ""  # beneath which subject they arrive
        self._asking: dict[bytes, asyncio.Future[bytes]] = {}
        self._numbers = count()

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

    def send(self, packets: Iterable[Packet]) -> None:
        """Send what is encoded already; ConnectionError while NATS is away.

        A head ends with an empty line, and is empty when there are no headers. Nobody
        is held up here: whoever sends much waits for an answer before sending more.
        """
        if not self.is_connected or self._transport is None:
            raise ConnectionError("NATS is away.")
        try:
            self._transport.writelines([*self._pending, *map(_command, packets)])
        except RuntimeError as error:  # it is closed, and the client has yet to notice
            raise ConnectionError("NATS is away.") from error
        self._pending, self._pending_data_size = [], 0

    async def ask(self, packets: Sequence[Packet], within: float) -> bytes:
        """Send packets, and return what is answered to the last of them.

        ConnectionError while NATS is away or nobody listens there; TimeoutError when
        there is no answer within so many seconds.
        """
        if not self._answers and self.is_connected:
            inbox = self.new_inbox()
            await self.receive(f"{inbox}.*", self._answered)
            self._answers = inbox
        reply = f"{self._answers}.{next(self._numbers)}"
        subject, _, head, body = packets[-1]
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._asking[reply.encode()] = answer
        try:
            self.send([*packets[:-1], (subject, reply, head, body)])
            async with asyncio.timeout(within):
                return await answer
        finally:
            del self._asking[reply.encode()]

    def _answered(self, subject: bytes, _: bytes, head: bytes, body: bytes) -> None:
        answer = self._asking.get(subject)
        if answer is None or answer.done():
            return  # nobody waits for it any more
        if head.startswith(_NOBODY):
            answer.set_exception(ConnectionError("Nobody listens there."))
        else:
            answer.set_result(body)

    @override
    async def _process_msg(
        self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes
    ) -> None:
        take = self._takers.get(sid)
        if take is None:
            await super()._process_msg(sid, subject, reply, data, headers)
        elif sid in self._subs:  # or it was given up meanwhile
            take(subject, reply, headers or b"", data)


_NOBODY = b"NATS/1.0 503"


def _command(packet: Packet) -> bytes:
    subject, reply, head, body = packet
    size = len(head) + len(body)
    if head:
        start = f"HPUB {subject} {reply} {len(head)} {size}\r\n"
    else:
        start = f"PUB {subject} {reply} {size}\r\n"
    return b"".join((start.encode(), head, body, b"\r\n"))
