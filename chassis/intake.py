"""Brings the messages behind a position, each once and in the stream's order.

The durable is ours alone and is made where we begin, without acknowledgements: what
took effect is known in PostgreSQL, so the server need not remember it too. Whatever
disturbs the order or loses a message is noticed and ends the intake; another one then
begins at the position.
"""

import asyncio
import json
from contextlib import suppress
from typing import NamedTuple

from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.js.api import ConsumerConfig

from chassis import cloudevents, jetstream
from chassis.client import Client
from contracts import STREAM, Envelope, Message

WINDOW = 1024  # messages under way to us at most
_EXPIRES, _HEARTBEAT, _SILENCE = 30.0, 2.0, 7.0  # seconds
_NANO = 1_000_000_000
_BEAT, _OVER = b"100", (b"404", b"408")


class Interrupted(Exception):
    """What comes next cannot be trusted to be next; begin again at the position."""


class Delivery(NamedTuple):
    """One message as the stream holds it."""

    subject: str
    sequence: int  # in the stream
    head: bytes
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The headers by name."""
        return cloudevents.header_lines(self.head)

    def read(self) -> Envelope[Message]:
        """Return the message, or raise Unreadable with the reason."""
        return cloudevents.read_raw(self.head, self.body)


type _Arrived = tuple[bytes, bytes, bytes, bytes]  # subject, reply, head, body


class Intake:
    """Messages of the stream, asked for ahead, taken in batches of what is there."""

    def __init__(self, client: Client, durable: str) -> None:
        self._client = client
        self._connection = client.connections
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{durable}"
        self._inbox = client.new_inbox()
        self._subscription: Subscription | None = None
        self._waiting: list[_Arrived] = []
        self._stir = asyncio.Event()
        self._asked = 0  # for so many that are not taken yet
        self._arrived = self._taken = 0  # counted by the server from 1
        self._heard_at = 0.0
        self._fault: str | None = None

    @classmethod
    async def of(cls, client: Client, durable: ConsumerConfig) -> "Intake":
        """Begin where a durable is described to begin; it is made anew."""
        await jetstream.place_consumer(client.jetstream(timeout=5), durable)
        intake = cls(client, str(durable.durable_name))
        intake._subscription = await client.receive(intake._inbox, intake._receive)
        await intake._ask()
        return intake

    @property
    def waiting(self) -> int:
        """How many have arrived and were not taken."""
        return len(self._waiting)

    def stir(self) -> None:
        """Let who waits for messages return without any."""
        self._stir.set()

    async def take(self, most: int, within: float) -> list[Delivery]:
        """Return what is there, waiting for the first so many seconds."""
        if not self._waiting and self._fault is None:
            self._stir.clear()
            try:
                async with asyncio.timeout(within):
                    await self._stir.wait()
            except TimeoutError:
                self._require_life()
        if self._client.connections != self._connection:
            raise Interrupted("The connection broke.")
        if self._fault is not None:
            raise Interrupted(self._fault)
        taken, self._waiting = self._waiting[:most], self._waiting[most:]
        self._asked -= len(taken)
        if self._asked <= WINDOW // 2:
            await self._ask()
        return [self._delivery(*one) for one in taken]

    async def end(self) -> None:
        """Take nothing any more."""
        if self._subscription is not None:
            with suppress(NatsError):
                await self._subscription.unsubscribe()

    async def _ask(self) -> None:
        wanted = {
            "batch": WINDOW - self._asked,
            "expires": int(_EXPIRES * _NANO),
            "idle_heartbeat": int(_HEARTBEAT * _NANO),
        }
        self._asked = WINDOW
        self._heard_at = asyncio.get_running_loop().time()
        self._client.send([(self._next, self._inbox, b"", json.dumps(wanted).encode())])

    def _receive(self, subject: bytes, reply: bytes, head: bytes, body: bytes) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        if head.startswith(b"NATS/1.0 "):  # a status; a message has an empty one
            self._note(head)
        else:
            self._arrived += 1
            self._waiting.append((subject, reply, head, body))
            self._stir.set()

    def _note(self, head: bytes) -> None:
        status = head[9:12]
        told = cloudevents.header_lines(head)
        if status == _BEAT:
            if int(told.get("Nats-Last-Consumer", self._arrived)) != self._arrived:
                self._fault = "A message did not arrive."
        elif status in _OVER:
            self._asked -= int(told.get("Nats-Pending-Messages", 0))
        else:
            self._fault = head.partition(b"\r\n")[0].decode(errors="replace")
        self._stir.set()

    def _require_life(self) -> None:
        """Notice a server that says nothing although messages were asked for."""
        silence = asyncio.get_running_loop().time() - self._heard_at
        if self._asked > len(self._waiting) and silence > _SILENCE:
            raise Interrupted(f"Nothing was heard for {silence:.0f} s.")

    def _delivery(
        self, subject: bytes, reply: bytes, head: bytes, body: bytes
    ) -> Delivery:
        # $JS.ACK. [domain. account.] stream. consumer. deliveries. sequence. count. ...
        tokens = reply.split(b".")
        place = 5 if len(tokens) == _PLAIN_TOKENS else 7
        count = int(tokens[place + 1])
        if count != self._taken + 1:
            raise Interrupted(f"Message {self._taken + 1} was to come, not {count}.")
        self._taken = count
        return Delivery(subject.decode(), int(tokens[place]), head, body)


_PLAIN_TOKENS = 9
