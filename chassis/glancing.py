"""Headers that stand as our own relay writes them, read with one look at all of them."""

import re
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from contracts import MESSAGES_BY_TYPE, Message

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?\+00:00"
_ANY = "[^ \t\r\n][^\r\n]*"  # space before a value is none of it
# The order is that in which the outbox, jsonb, keeps them: the shortest names first.
_WRITTEN = re.compile(
    "NATS/1[.]0\r\n"
    f"ce-id: ({_UUID})\r\n"
    f"ce-time: ({_TIME})\r\n"
    f"ce-type: ({_ANY})\r\n"
    f"ce-authid: ({_ANY})\r\n"
    f"ce-source: {_ANY}\r\n"
    f"ce-subject: ({_UUID})\r\n"
    r"ce-sequence: (\d{1,10})" + "\r\n"
    f"(?:traceparent: ({_ANY})\r\n)?"
    f"Content-Type: {_ANY}\r\n"
    f"ce-dataschema: {_ANY}\r\n"
    f"(?:ce-causationid: ({_UUID})\r\n)?"
    "ce-specversion: 1[.]0\r\n"
    f"ce-correlationid: ({_ANY})\r\n"
    f"(?:Nats-[A-Za-z-]+: {_ANY}\r\n)*\r\n",
    re.ASCII,
).fullmatch


class Glanced(NamedTuple):
    """The attributes of one message, as they were written."""

    id: str
    occurred_at: str
    message_type: type[Message]
    actor: str
    aggregate_id: str
    sequence: str
    traceparent: str
    causation_id: str
    correlation_id: str


def glance(head: bytes) -> Glanced | None:
    """Return what a head holds, or None when it has to be read word by word."""
    if b"%" in head or not head.isascii():
        return None
    found = _WRITTEN(head.decode())
    if found is None:
        return None
    id_, occurred_at, type_name, *others = found.groups("")
    message_type = MESSAGES_BY_TYPE.get(type_name)
    if message_type is None:
        return None
    return Glanced(id_, occurred_at, message_type, *others)


def uuid(text: str) -> UUID:
    """Return the UUID of a text that was found to be one."""
    return UUID(int=int(text.replace("-", ""), 16))


def instant(text: str) -> datetime | None:
    """Return the instant of a text that looks like one; None for a 13th month."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
