"""Messages are written beside the events they tell, in the same transaction."""

from collections.abc import Iterable

from chassis import cloudevents
from chassis.postgres import Connection
from contracts import Envelope, Message


async def post(connection: Connection, envelopes: Iterable[Envelope[Message]]) -> None:
    """Leave messages for the relay; the same message twice is one message."""
    await connection.executemany(
        _POST,
        [
            (
                envelope.id,
                envelope.subject,
                cloudevents.headers(envelope),
                cloudevents.body(envelope),
            )
            for envelope in envelopes
        ],
    )


_POST = """
insert into outbox (message_id, subject, headers, body) values ($1, $2, $3, $4)
on conflict (message_id) do nothing
"""
