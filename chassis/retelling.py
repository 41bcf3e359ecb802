"""Messages as rows of the table `told`, from which derived tables are filled."""

from collections.abc import Container
from typing import NamedTuple

from chassis import cloudevents
from chassis.cloudevents import Unreadable
from chassis.glancing import glance, instant
from chassis.intake import Delivery
from contracts import Envelope, Message

TABLE = """
create temporary table told (
    message_id uuid not null,
    type text not null,
    occurred_at timestamptz not null,
    sequence int not null check (sequence > 0),
    data jsonb not null
) on commit drop
"""


class Told(NamedTuple):
    """A row of `told`, as it is written: nobody looks at it on its way there."""

    message_id: str
    type: str
    occurred_at: str
    sequence: str
    data: bytes  # JSON
    traceparent: str | None = None  # which is no column

    @property
    def start(self) -> tuple[str, str, str, str]:
        """The columns before the data."""
        return self[:4]


def told(delivery: Delivery, heard: Container[type[Message]]) -> Told:
    """Return a message that was delivered; Unreadable when no consumer takes it in."""
    found = glance(delivery.head)
    if (
        found is not None
        and found.message_type in heard
        and instant(found.occurred_at) is not None
    ):
        message = cloudevents.message(found.message_type, delivery.body)
        start = found.id, found.occurred_at, found.sequence, found.traceparent
        return _told(message, *start)
    envelope = cloudevents.read(delivery.headers, delivery.body)
    if type(envelope.message) not in heard:
        raise Unreadable("unexpected_type", f"{delivery.subject} is not heard here")
    return told_by(envelope)


def told_by(envelope: Envelope[Message]) -> Told:
    """Return a message."""
    at = envelope.occurred_at.isoformat()
    start = str(envelope.id), at, str(envelope.sequence), envelope.traceparent
    return _told(envelope.message, *start)


def line(row: Told) -> bytes:
    """Return a row as a line for COPY."""
    start = "\t".join([*row.start, ""]).encode()
    return start + row.data.replace(b"\\", b"\\\\") + b"\n"


def _told(
    message: Message, message_id: str, at: str, sequence: str, trace: str | None
) -> Told:
    # In bytes, as it is written: pydantic's own method makes text of it.
    data = message.__pydantic_serializer__.to_json(message)
    return Told(message_id, message.type_name(), at, sequence, data, trace or None)
