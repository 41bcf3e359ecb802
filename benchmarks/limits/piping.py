"""Outbox to stream to inbox: a woken relay, atomic batches, a consumer that batches."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from time import perf_counter
from uuid import UUID

import nats
from nats.aio.client import Client
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js.api import AckPolicy, ConsumerConfig, StorageType, StreamConfig

from benchmarks.limits.tables import STREAM, SUBJECT
from chassis.ids import new_id
from chassis.postgres import OwnConnection

BATCH = 500
_DURABLE = "limit"


class Relay:
    """Publishes what waits in the outbox, whenever it is woken."""

    def __init__(self, connection: OwnConnection, client: Client) -> None:
        self._connection = connection
        self._client = client
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look into the outbox."""
        self._awake.set()

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            await self._awake.wait()
            self._awake.clear()
            while rows := await self._connection.fetch(_WAITING, BATCH):
                told = [
                    (row["subject"], json.loads(row["headers"]), row["body"].encode())
                    for row in rows
                ]
                await publish_batch(self._client, told)
                await self._connection.execute(_MARK, [row["id"] for row in rows])


class Consumer:
    """Takes messages in batches; a batch takes effect in one statement."""

    def __init__(
        self, connection: OwnConnection, client: Client, *, facts: bool
    ) -> None:
        self._connection = connection
        self._client = client
        self._statement = _TAKE_IN_FACTS if facts else _TAKE_IN
        self._facts = facts
        self._expected = 0
        self._enough = asyncio.Event()
        self.taken: dict[UUID, float] = {}  # when each took effect

    async def run(self) -> None:
        """Consume until cancelled."""
        stream = self._client.jetstream()
        pulled = await stream.pull_subscribe(
            f"{SUBJECT}.>",
            durable=_DURABLE,
            stream=STREAM,
            config=ConsumerConfig(ack_policy=AckPolicy.ALL, max_ack_pending=10_000),
        )
        while True:
            with suppress(NatsTimeoutError):
                messages = await pulled.fetch(256, timeout=1)
                await self._take_in([(one.headers or {}, one.data) for one in messages])
                await messages[-1].ack()

    async def until(self, count: int) -> None:
        """Return when so many messages have taken effect."""
        self._expected = count
        if len(self.taken) < count:
            self._enough.clear()
            await self._enough.wait()

    async def _take_in(self, batch: Sequence[tuple[Mapping[str, str], bytes]]) -> None:
        ids = [UUID(headers["ce-id"]) for headers, _ in batch]
        if self._facts:
            subjects = [UUID(headers["ce-subject"]) for headers, _ in batch]
            sequences = [int(headers["ce-sequence"]) for headers, _ in batch]
            bodies = [body.decode() for _, body in batch]
            await self._connection.execute(
                self._statement, ids, subjects, sequences, bodies
            )
        else:
            for _, body in batch:
                json.loads(body)
            await self._connection.execute(self._statement, ids)
        now = perf_counter()
        self.taken.update(dict.fromkeys(ids, now))
        if len(self.taken) >= self._expected:
            self._enough.set()


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[Client]:
    """Lend a connection to NATS, where the stream of the limits is ready."""
    client = await nats.connect(url)
    await client.jetstream().add_stream(
        StreamConfig(
            name=STREAM,
            subjects=[f"{SUBJECT}.>"],
            storage=StorageType.FILE,
            allow_atomic=True,
            duplicate_window=7200,
        )
    )
    try:
        yield client
    finally:
        await client.close()


async def publish_batch(
    client: Client, told: Sequence[tuple[str, dict[str, str], bytes]]
) -> None:
    """Publish all of it or nothing, with one fsync."""
    batch = {"Nats-Batch-Id": str(new_id())}
    for number, (subject, attributes, body) in enumerate(told, 1):
        place = {"Nats-Msg-Id": attributes["ce-id"], "Nats-Batch-Sequence": str(number)}
        headers = attributes | batch | place
        if number < len(told):
            await client.publish(subject, body, headers=headers)
        else:
            headers["Nats-Batch-Commit"] = "1"
            reply = await client.request(subject, body, timeout=5, headers=headers)
            answer = json.loads(reply.data)
            if "error" in answer:
                raise RuntimeError(answer["error"])


_WAITING = """
select id, subject, headers, body
from outbox where published_at is null order by id limit $1
"""

_MARK = "update outbox set published_at = clock_timestamp() where id = any($1)"

_TAKE_IN = """
insert into inbox (message_id) select unnest($1::uuid[]) on conflict do nothing
"""

_TAKE_IN_FACTS = """
with heard as (
    select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[])
        as one (id, subject, sequence, body)
), claimed as (
    insert into inbox (message_id) select id from heard
    on conflict do nothing returning message_id
)
insert into fact (message_id, type, occurred_at, partnership_id, sequence, data)
select id, 'dk.htk.medspil.partnerships.revised.v1', now(), subject, sequence,
       body::jsonb
from heard join claimed on claimed.message_id = heard.id
"""
