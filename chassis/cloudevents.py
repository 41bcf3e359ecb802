"""CloudEvents 1.0 over NATS, binary mode: attributes in headers, JSON in the body."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, unquote
from uuid import UUID

from pydantic import ValidationError

from chassis.glancing import glance, instant, uuid
from contracts import MESSAGES_BY_TYPE, Envelope, Message

# What the specification lets stand; everything else is percent-encoded.
_PLAIN = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
_IS_PLAIN = re.compile(f"[{re.escape(_PLAIN)}]*").fullmatch


_HEADER = re.compile(r"\r\n([^:\r\n]+):[ \t]*([^\r\n]*)")


class Unreadable(Exception):
    """What arrived is not a message of ours; *reason* is a stable code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def headers(
    envelope: Envelope[Message], traceparent: str | None = None
) -> dict[str, str]:
    """Return the headers that go with a message's body, in its trace or this one."""
    message = type(envelope.message)
    encoded = {
        "ce-specversion": "1.0",
        "ce-id": str(envelope.id),
        "ce-source": envelope.source,
        "ce-type": message.type_name(),
        "ce-subject": str(envelope.aggregate_id),
        "ce-time": envelope.occurred_at.astimezone(UTC).isoformat(),
        "ce-dataschema": message.schema_urn(),
        "ce-sequence": f"{envelope.sequence:010d}",  # comparable as text
        "ce-correlationid": _encoded(envelope.correlation_id),
        "ce-authid": _encoded(envelope.actor),
        "Content-Type": "application/json",
    }
    if envelope.causation_id is not None:
        encoded["ce-causationid"] = str(envelope.causation_id)
    trace = traceparent or envelope.traceparent
    if trace is not None:
        encoded["traceparent"] = trace
    return encoded


def body(envelope: Envelope[Message]) -> str:
    """Return the message itself as JSON."""
    return envelope.message.model_dump_json()


def read_raw(head: bytes, payload: bytes) -> Envelope[Message]:
    """Return the message that arrived, or raise Unreadable with the reason.

    Headers that are as we write them are not read one by one.
    """
    found = glance(head)
    if found is None or (occurred_at := instant(found.occurred_at)) is None:
        return read(header_lines(head), payload)
    return Envelope(
        id=uuid(found.id),
        occurred_at=occurred_at,
        aggregate_id=uuid(found.aggregate_id),
        sequence=int(found.sequence),
        actor=found.actor,
        correlation_id=found.correlation_id,
        causation_id=uuid(found.causation_id) if found.causation_id else None,
        traceparent=found.traceparent or None,
        message=message(found.message_type, payload),
    )


def header_lines(head: bytes) -> dict[str, str]:
    """Return the headers of a NATS message by name."""
    return dict(_HEADER.findall(head.decode(errors="replace")))


def read(headers: Mapping[str, str], payload: bytes) -> Envelope[Message]:
    """Return the message that arrived, or raise Unreadable with the reason."""
    attributes = _attributes(headers)
    type_name = attributes.get("type", "")
    message_type = MESSAGES_BY_TYPE.get(type_name)
    if message_type is None:
        raise Unreadable("unknown_type", f"Nobody here knows the type '{type_name}'.")
    body = message(message_type, payload)
    causation = attributes.get("causationid")
    try:
        return Envelope(
            id=UUID(attributes["id"]),
            occurred_at=datetime.fromisoformat(attributes["time"]).astimezone(UTC),
            aggregate_id=UUID(attributes["subject"]),
            sequence=int(attributes["sequence"]),
            actor=attributes["authid"],
            correlation_id=attributes["correlationid"],
            causation_id=UUID(causation) if causation else None,
            traceparent=headers.get("traceparent"),
            message=body,
        )
    except (KeyError, ValueError) as error:
        raise Unreadable("malformed_attributes", f"{error!r}") from error


def message(message_type: type[Message], payload: bytes) -> Message:
    """Return the message itself, or raise Unreadable with the reason."""
    try:
        return message_type.model_validate_json(payload)
    except ValidationError as error:
        detail = str(error.errors(include_input=False, include_url=False))
        raise Unreadable("malformed_body", detail) from error


def _encoded(value: str) -> str:
    return value if _IS_PLAIN(value) else quote(value, safe=_PLAIN)


def _attributes(headers: Mapping[str, str]) -> dict[str, str]:
    try:
        attributes = {
            name[3:].lower(): unquote(value, errors="strict") if "%" in value else value
            for name, value in headers.items()
            if name[:3].lower() == "ce-"
        }
    except UnicodeDecodeError as error:
        raise Unreadable("malformed_attributes", f"{error!r}") from error
    if attributes.get("specversion") != "1.0":
        raise Unreadable("not_a_cloudevent", "The header ce-specversion is not 1.0.")
    return attributes
