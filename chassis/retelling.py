"""Messages as rows of the table `told`, from which a rebuild derives all others."""

import re
from collections.abc import Container

from chassis import cloudevents
from chassis.cloudevents import Unreadable
from chassis.intake import Delivery
from contracts import MESSAGES_BY_TYPE, Message

TABLE = """
create temporary table told (
    message_id uuid not null,
    type text not null,
    occurred_at timestamptz not null,
    sequence int not null check (sequence > 0),
    data jsonb not null
) on commit drop
"""

# What our own relay writes. Whatever is written otherwise is read word by word.
_ID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00").fullmatch
_SEQUENCE = re.compile(rb"\d{1,10}").fullmatch
_ALSO_THERE = (
    b"\r\nce-specversion: 1.0\r\n",
    b"\r\nce-correlationid: ",
    b"\r\nce-authid: ",
)


def row(delivery: Delivery, heard: Container[type[Message]]) -> bytes:
    """Return a message as a line for COPY; Unreadable when no consumer takes it in."""
    read = _glanced_at(delivery) or _read(delivery)
    message_id, type_name, occurred_at, sequence = read
    message_type = MESSAGES_BY_TYPE[type_name.decode()]
    if message_type not in heard:
        raise Unreadable("unexpected_type", f"{delivery.subject} is not heard here")
    try:
        message = message_type.model_validate_json(delivery.body)
    except ValueError as error:
        raise Unreadable("malformed_body", str(error)) from error
    data = message.model_dump_json().encode().replace(b"\\", b"\\\\")
    return b"\t".join((message_id, type_name, occurred_at, sequence, data)) + b"\n"


type _Read = tuple[bytes, bytes, bytes, bytes]  # id, type, time, sequence


def _glanced_at(delivery: Delivery) -> _Read | None:
    """Return what stands where our relay writes it, if all of it does."""
    head = delivery.head
    found = (
        _value(head, b"\r\nce-id: "),
        _value(head, b"\r\nce-type: "),
        _value(head, b"\r\nce-time: "),
        _value(head, b"\r\nce-sequence: "),
    )
    if (
        _ID(found[0])
        and found[1].decode(errors="replace") in MESSAGES_BY_TYPE
        and _TIME(found[2])
        and _SEQUENCE(found[3])
        and _ID(_value(head, b"\r\nce-subject: "))
        and b"%" not in head
        and all(line in head for line in _ALSO_THERE)
    ):
        return found
    return None


def _read(delivery: Delivery) -> _Read:
    envelope = cloudevents.read(delivery.headers, delivery.body)
    return (
        str(envelope.id).encode(),
        envelope.message.type_name().encode(),
        envelope.occurred_at.isoformat().encode(),
        str(envelope.sequence).encode(),
    )


def _value(head: bytes, name: bytes) -> bytes:
    start = head.find(name)
    if start < 0:
        return b""
    start += len(name)
    return head[start : head.find(b"\r\n", start)]
