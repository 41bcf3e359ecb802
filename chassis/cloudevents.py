"""CloudEvents 1.0 over NATS, binary mode: attributes in headers, JSON in the body."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, unquote
from uuid import UUID

from pydantic import ValidationError

from contracts import MESSAGES_BY_TYPE, Envelope, Message

# What the specification lets stand; everything else is percent-encoded.
_PLAIN = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
_IS_PLAIN = re.compile(f"[{re.escape(_PLAIN)}]*").fullmatch


class Unreadable(Exception):
    """What arrived is not a message of ours; *reason* is a stable code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def headers(envelope: Envelope[Message]) -> dict[str, str]:
    """Return the headers that go with a message's body."""
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
    if envelope.traceparent is not None:
        encoded["traceparent"] = envelope.traceparent
    return encoded


def body(envelope: Envelope[Message]) -> str:
    """Return the message itself as JSON."""
    return envelope.message.model_dump_json()


def read(headers: Mapping[str, str], payload: bytes) -> Envelope[Message]:
    """Return the message that arrived, or raise Unreadable with the reason."""
    attributes = _attributes(headers)
    type_name = attributes.get("type", "")
    message_type = MESSAGES_BY_TYPE.get(type_name)
    if message_type is None:
        raise Unreadable("unknown_type", f"Nobody here knows the type '{type_name}'.")
    try:
        message = message_type.model_validate_json(payload)
    except ValidationError as error:
        detail = str(error.errors(include_input=False, include_url=False))
        raise Unreadable("malformed_body", detail) from error
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
            message=message,
        )
    except (KeyError, ValueError) as error:
        raise Unreadable("malformed_attributes", f"{error!r}") from error


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
