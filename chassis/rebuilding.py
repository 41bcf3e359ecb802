"""Fills a service's derived tables again from the stream; the rows come out alike.

One transaction from empty tables to full ones: readers see the old rows until
the new ones are complete, and the running consumer waits its turn meanwhile.
"""

from collections.abc import AsyncGenerator, Callable

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from chassis import cloudevents
from chassis.cloudevents import Unreadable
from chassis.postgres import Connection, is_transient
from chassis.service import Service
from contracts import STREAM

BATCH = 500
_PATIENCE = 5.0  # seconds for a batch to arrive

type Tell = Callable[[int], None]  # how many messages are left

log = structlog.get_logger(__name__)


class NothingDerived(Exception):  # noqa: N818 - says what it is
    """The service keeps nothing that messages could bring back."""


async def rebuild(service: Service, client: Client, tell: Tell) -> int:
    """Empty the derived tables and take in the whole stream; return how many messages."""
    if not service.derived:
        raise NothingDerived(service.name)
    done = 0
    async with service.database.transaction() as connection:
        tables = ", ".join(("inbox", *service.derived))
        await connection.execute(f"truncate {tables}")
        async for message, left in _everything(service, client):
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


async def _everything(
    service: Service, client: Client
) -> AsyncGenerator[tuple[Msg, int]]:
    """Yield every message of the stream that the service hears, and how many follow."""
    stream = client.jetstream()
    subscription = await stream.pull_subscribe(
        "",
        stream=STREAM,
        config=ConsumerConfig(
            filter_subjects=service.subscriptions.subjects,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.NONE,
            inactive_threshold=60,
        ),
    )
    left = (await subscription.consumer_info()).num_pending or 0
    while left:
        try:
            messages = await subscription.fetch(min(BATCH, left), timeout=_PATIENCE)
        except NatsTimeoutError as error:
            raise ConnectionError(f"{left} messages did not arrive.") from error
        for message in messages:
            left -= 1
            yield message, left
    await subscription.unsubscribe()
