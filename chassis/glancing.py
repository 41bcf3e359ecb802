"""Headers that stand as our own relay writes them, found without reading the others."""

import re
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from contracts import MESSAGES_BY_TYPE, Message

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00", re.ASCII
).fullmatch
_SEQUENCE = re.compile(r"\d{1,10}", re.ASCII).fullmatch


class Glanced(NamedTuple):
    """The attributes of one message, as they were written."""

    id: str
    message_type: type[Message]
    occurred_at: str
    aggregate_id: str
    sequence: str
    actor: str
    correlation_id: str
    causation_id: str
    traceparent: str


def glance(head: bytes) -> Glanced | None:
    """Return what a head holds, or None when it has to be read word by word."""
    if b"%" in head or not head.isascii() or b"\r\nce-specversion: 1.0\r\n" not in head:
        return None
    text = head.decode()
    message_type = MESSAGES_BY_TYPE.get(_value(text, "\r\nce-type: "))
    if message_type is None:
        return None
    found = Glanced(
        _value(text, "\r\nce-id: "),
        message_type,
        _value(text, "\r\nce-time: "),
        _value(text, "\r\nce-subject: "),
        _value(text, "\r\nce-sequence: "),
        _value(text, "\r\nce-authid: "),
        _value(text, "\r\nce-correlationid: "),
        _value(text, "\r\nce-causationid: "),
        _value(text, "\r\ntraceparent: "),
    )
    return found if _is_plain(found) else None


def uuid(text: str) -> UUID:
    """Return the UUID of a text that was found to be one."""
    return UUID(int=int(text.replace("-", ""), 16))


def instant(text: str) -> datetime | None:
    """Return the instant of a text that looks like one; None for a 13th month."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_plain(found: Glanced) -> bool:
    return bool(
        _ID(found.id)
        and _TIME(found.occurred_at)
        and _ID(found.aggregate_id)
        and _SEQUENCE(found.sequence)
        and found.actor
        and found.correlation_id
        and (not found.causation_id or _ID(found.causation_id))
    )


def _value(text: str, name: str) -> str:
    start = text.find(name)
    if start < 0:
        return ""
    start += len(name)
    return text[start : text.find("\r\n", start)]
