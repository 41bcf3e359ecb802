"""Fills a service's derived tables again from the stream; the rows come out alike.

The new rows grow in temporary tables of the same names, which the handlers find
first; the old ones are read meanwhile. Only while the one take the place of the
others, in the same transaction, do readers and the running consumer wait.
"""

from collections.abc import AsyncGenerator, Callable

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from chassis import cloudevents
from chassis.cloudevents import Unreadable
from chassis.postgres import Connection, is_transient
from chassis.service import Service
from contracts import STREAM

BATCH = 500
_PATIENCE = 5.0  # seconds for a batch to arrive

type Stream = JetStreamContext.PullSubscription
type Tell = Callable[[int], None]  # how many messages are left

log = structlog.get_logger(__name__)


class NothingDerived(Exception):
    """The service keeps nothing that messages could bring back."""


async def rebuild(service: Service, client: Client, tell: Tell) -> int:
    """Fill the derived tables anew from the whole stream; return how many messages."""
    if not service.derived:
        raise NothingDerived(service.name)
    tables = ("inbox", *service.derived)
    kept = ", ".join(f"{service.name}.{table}" for table in tables)
    stream = await _from_the_beginning(service, client)
    async with service.database.transaction() as connection:
        for table in tables:
            await connection.execute(_GROW.format(table=table, schema=service.name))
        done = await _take_in_waiting(service, connection, stream, tell)
        await connection.execute(f"lock table {kept} in access exclusive mode")
        done += await _take_in_waiting(service, connection, stream, tell)
        await connection.execute(f"truncate {kept}")
        for table in tables:
            await connection.execute(_REPLACE.format(table=table, schema=service.name))
    await stream.unsubscribe()
    return done


async def _take_in_waiting(
    service: Service, connection: Connection, stream: Stream, tell: Tell
) -> int:
    """Take in what is in the stream now and was not yet; return how many messages."""
    done = 0
    async for message, left in _waiting(stream):
        await _take_in(service, connection, message)
        done += 1
        tell(left)
    return done


async def _take_in(service: Service, connection: Connection, message: Msg) -> None:
    try:
        envelope = cloudevents.read(message.headers or {}, message.data)
        async with connection.transaction():
            await service.subscriptions.handle(connection, envelope)
    except Exception as error:
        # What could not be taken in the first time is parked, and stays there.
        if is_transient(error):
            raise
        reason = error.reason if isinstance(error, Unreadable) else repr(error)
        log.warning("message_left_out", subject=message.subject, reason=reason)


async def _from_the_beginning(service: Service, client: Client) -> Stream:
    """Subscribe to every message of the stream that the service hears."""
    return await client.jetstream().pull_subscribe(
        "",
        stream=STREAM,
        config=ConsumerConfig(
            filter_subjects=service.subscriptions.subjects,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.NONE,
            inactive_threshold=60,
        ),
    )


async def _waiting(stream: Stream) -> AsyncGenerator[tuple[Msg, int]]:
    """Yield every message that waits now, and how many follow."""
    left = (await stream.consumer_info()).num_pending or 0
    while left:
        try:
            messages = await stream.fetch(min(BATCH, left), timeout=_PATIENCE)
        except NatsTimeoutError as error:
            raise ConnectionError(f"{left} messages did not arrive.") from error
        for message in messages:
            left -= 1
            yield message, left


_GROW = """
create temporary table {table} (like {schema}.{table} including all) on commit drop
"""

_REPLACE = "insert into {schema}.{table} select * from pg_temp.{table}"
