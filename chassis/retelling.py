"""Messages as rows of the table `told`, from which a rebuild derives all others."""

from collections.abc import Container

from chassis import cloudevents
from chassis.cloudevents import Unreadable
from chassis.glancing import glance
from chassis.intake import Delivery
from contracts import Message

TABLE = """
create temporary table told (
    message_id uuid not null,
    type text not null,
    occurred_at timestamptz not null,
    sequence int not null check (sequence > 0),
    data jsonb not null
) on commit drop
"""


def row(delivery: Delivery, heard: Container[type[Message]]) -> bytes:
    """Return a message as a line for COPY; Unreadable when no consumer takes it in."""
    found = glance(delivery.head)
    if found is not None and found.message_type in heard:
        message = cloudevents.message(found.message_type, delivery.body)
        return _line(found.id, found.occurred_at, found.sequence, message)
    envelope = cloudevents.read(delivery.headers, delivery.body)
    if type(envelope.message) not in heard:
        raise Unreadable("unexpected_type", f"{delivery.subject} is not heard here")
    at = envelope.occurred_at.isoformat()
    return _line(str(envelope.id), at, str(envelope.sequence), envelope.message)


def _line(message_id: str, at: str, sequence: str, message: Message) -> bytes:
    start = f"{message_id}\t{message.type_name()}\t{at}\t{sequence}\t"
    # In bytes, as it is written: pydantic's own method makes text of it.
    data = message.__pydantic_serializer__.to_json(message)
    return start.encode() + data.replace(b"\\", b"\\\\") + b"\n"
