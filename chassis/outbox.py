"""Messages are written beside the events they tell, in the same transaction."""

from collections.abc import Iterable
from dataclasses import replace

from chassis import cloudevents
from chassis.postgres import Connection
from chassis.telemetry import current_traceparent
from contracts import Envelope, Message


async def post(connection: Connection, envelopes: Iterable[Envelope[Message]]) -> None:
    """Leave messages for the relay; the same message twice is one message."""
    trace = current_traceparent()
    rows = [
        (
            envelope.id,
            envelope.subject,
            cloudevents.headers(replace(envelope, traceparent=trace)),
            cloudevents.body(envelope),
        )
        for envelope in envelopes
    ]
    await connection.executemany(_POST, rows)


_POST = """
insert into outbox (message_id, subject, headers, body) values ($1, $2, $3, $4)
on conflict (message_id) do nothing
"""
