"""A stream as a file: every message with its id, in the stream's order.

Messages instead of the server's own snapshot: they can be read by eye, and put back
into a server of another version, or into a cluster of another size.
"""

import base64
import gzip
import json
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import APIError, NotFoundError

from chassis.ids import NewId
from contracts import STREAM

BATCH = 500
MESSAGE_ID = "Nats-Msg-Id"
_OF_THE_SERVER = "Nats-"
_PATIENCE = 5.0  # seconds for a batch to arrive


class Stuck(Exception):
    """The stream did not give or take its messages; the message says where it ended."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One message as it lay in the stream."""

    subject: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str | None:
        """What tells it from every other; None when a stranger published it."""
        return self.headers.get(MESSAGE_ID)


async def length(client: Client) -> int:
    """Return how many messages the stream holds; 0 when there is no stream."""
    with suppress(NotFoundError):
        info = await client.jetstream(timeout=5).stream_info(STREAM)
        return info.state.messages
    return 0


async def write(client: Client, path: Path) -> int:
    """Write what is in the stream now into a file; return how many messages.

    What is published meanwhile is not in it.
    """
    written = 0
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        async for message in _present(client):
            file.write(_line(message))
            written += 1
    return written


def read(path: Path) -> Iterator[Kept]:
    """Yield the messages of a file, in order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            kept = json.loads(line)
            yield Kept(kept["subject"], kept["headers"], _body(kept))


async def replay(client: Client, path: Path, new_id: NewId) -> int:
    """Publish the messages of a file into an empty stream; return how many.

    A message that stands there twice is published twice: the second time without
    its id, which the stream would take for a repeat.
    """
    seen: set[str | None] = set()
    published = 0
    for batch in batched(read(path), BATCH, strict=False):
        await _publish([_once(kept, seen) for kept in batch], client, str(new_id()))
        published += len(batch)
    return published


def _once(kept: Kept, seen: set[str | None]) -> Kept:
    known = kept.id in seen
    seen.add(kept.id)
    if not known:
        return kept
    headers = {
        name: value for name, value in kept.headers.items() if name != MESSAGE_ID
    }
    return Kept(kept.subject, headers, kept.body)


async def _publish(batch: Sequence[Kept], client: Client, batch_id: str) -> None:
    """Publish some messages as one atomic batch (ADR-50 of NATS)."""
    if len(batch) == 1:
        (only,) = batch
        stream = client.jetstream(timeout=_PATIENCE)
        await stream.publish(only.subject, only.body, headers=only.headers)
        return
    for number, kept in enumerate(batch[:-1], start=1):
        headers = kept.headers | _numbered(batch_id, number)
        await client.publish(kept.subject, kept.body, headers=headers)
    last = batch[-1]
    headers = last.headers | _numbered(batch_id, len(batch))
    headers["Nats-Batch-Commit"] = "1"
    reply = await client.request(
        last.subject, last.body, timeout=_PATIENCE, headers=headers
    )
    answer = json.loads(reply.data)
    if "error" in answer:
        raise APIError.from_error(answer["error"])


def _numbered(batch_id: str, number: int) -> dict[str, str]:
    return {"Nats-Batch-Id": batch_id, "Nats-Batch-Sequence": str(number)}


async def _present(client: Client) -> AsyncGenerator[Msg]:
    """Yield every message that is in the stream now."""
    if not await length(client):
        return
    everything = ConsumerConfig(
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.NONE,
        inactive_threshold=60,
    )
    stream = await client.jetstream().pull_subscribe(
        "", stream=STREAM, config=everything
    )
    left = (await stream.consumer_info()).num_pending or 0
    while left:
        try:
            messages = await stream.fetch(min(BATCH, left), timeout=_PATIENCE)
        except NatsTimeoutError as error:
            raise Stuck(f"{left} messages of the stream did not arrive.") from error
        for message in messages:
            left -= 1
            yield message
    await stream.unsubscribe()


def _line(message: Msg) -> bytes:
    headers = {
        name: str(value)
        for name, value in (message.headers or {}).items()
        if not name.startswith(_OF_THE_SERVER) or name == MESSAGE_ID
    }
    kept: dict[str, object] = {
        "sequence": message.metadata.sequence.stream,
        "subject": message.subject,
        "headers": headers,
    }
    try:
        kept["body"] = message.data.decode()
    except UnicodeDecodeError:
        kept["base64"] = base64.b64encode(message.data).decode()
    return json.dumps(kept, ensure_ascii=False).encode() + b"\n"


def _body(kept: dict[str, str]) -> bytes:
    if "base64" in kept:
        return base64.b64decode(kept["base64"])
    return kept["body"].encode()
