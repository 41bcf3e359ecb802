"""Messages are written beside the events they tell, in the same transaction."""

from collections.abc import Iterable
from uuid import UUID

from pydantic_core import to_json

from chassis import cloudevents
from chassis.postgres import Connection, columns
from chassis.telemetry import current_traceparent
from contracts import Envelope, Message

type Row = tuple[UUID, str, str, str]  # message_id, subject, headers and body as JSON


def rows(envelopes: Iterable[Envelope[Message]]) -> list[Row]:
    """Return what the table holds of messages, in the trace that is under way."""
    trace = current_traceparent()
    return [
        (
            envelope.id,
            envelope.subject,
            to_json(cloudevents.headers(envelope, trace)).decode(),
            cloudevents.body(envelope),
        )
        for envelope in envelopes
    ]


async def post(connection: Connection, envelopes: Iterable[Envelope[Message]]) -> None:
    """Leave messages for the relay; the same message twice is one message."""
    await connection.execute(_POST, *columns(rows(envelopes), 4))


_POST = """
insert into outbox (message_id, subject, headers, body)
select message_id, subject, headers::jsonb, body
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
    with ordinality as told (message_id, subject, headers, body, nth)
order by nth
on conflict (message_id) do nothing
"""
