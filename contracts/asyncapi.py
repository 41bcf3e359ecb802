"""One AsyncAPI 3.0.0 document of all channels, operations and messages together."""

from typing import Any, Literal

from pydantic.json_schema import models_json_schema

from contracts.envelope import Message, subject
from contracts.golden import sample
from contracts.registry import MESSAGES, STREAM, STREAM_SUBJECTS

type Json = dict[str, Any]

_PARTS = "#/components/schemas/{model}"
_OWNERS = {
    "partnerships": "Organisations and the lifecycle of partnerships.",
    "events": "Gatherings: invitations, answers, attendance.",
    "notifications": "Contacts by id, and who was not reached.",
}


def asyncapi() -> Json:
    """The AsyncAPI 3.0.0 document of all services together."""
    return {
        "asyncapi": "3.0.0",
        "id": "urn:medspil:messages",
        "info": {
            "title": "Medspil event messages",
            "version": f"{max(one.major for one in MESSAGES)}.0.0",
            "description": (
                "What the services of Medspil tell each other and everybody else who "
                "is allowed to listen. Messages are CloudEvents 1.0 in binary mode "
                "over NATS JetStream. Ignore fields and values that you do not know; "
                "expect a message more than once and recognise it by its ce-id."
            ),
            "license": {"name": "EUPL-1.2"},
        },
        "defaultContentType": "application/json",
        "servers": {"nats": _server()},
        "channels": {_key(one): _channel(one) for one in MESSAGES},
        "operations": {f"send.{_key(one)}": _operation(one) for one in MESSAGES},
        "components": {
            "messages": {one.__name__: _message(one) for one in MESSAGES},
            "messageTraits": {"cloudevent": _cloudevent()},
            "schemas": _payloads(),
            "tags": {
                name: {"name": name, "description": description}
                for name, description in _OWNERS.items()
            },
        },
    }


def _key(message: type[Message]) -> str:
    return f"{message.service}.{message.event}.v{message.major}"


def _server() -> Json:
    return {
        "host": "{host}",
        "protocol": "nats",
        "description": "One JetStream stream holds every message, in order.",
        "variables": {
            "host": {"default": "localhost:4222", "description": "Host and port."}
        },
        "x-jetstream": {
            "stream": STREAM,
            "subjects": list(STREAM_SUBJECTS),
            "retention": "limits",
            "max_age": 0,
            "deduplication_header": "Nats-Msg-Id",
            "consumers": "one durable pull consumer per service, explicit acks",
        },
    }


def _channel(message: type[Message]) -> Json:
    return {
        "address": subject(message, "{aggregate_id}"),
        "description": message.__doc__,
        "messages": {message.__name__: _pointer("messages", message.__name__)},
        "servers": [{"$ref": "#/servers/nats"}],
        "parameters": {
            "aggregate_id": {
                "description": "What the message is about; * listens to all.",
                "location": "$message.header#/ce-subject",
            }
        },
        "x-jetstream": {"stream": STREAM, "filter_subject": subject(message)},
    }


def _operation(message: type[Message]) -> Json:
    channel = f"#/channels/{_key(message)}"
    return {
        "action": "send",
        "summary": message.__doc__,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{message.__name__}"}],
        "tags": [_pointer("tags", message.service)],
        "x-public-only": message.public_only,
    }


def _message(message: type[Message]) -> Json:
    return {
        "name": message.type_name(),
        "title": message.__name__,
        "summary": message.__doc__,
        "contentType": "application/json",
        "payload": _pointer("schemas", message.__name__),
        "traits": [_pointer("messageTraits", "cloudevent")],
        "tags": [_pointer("tags", message.service)],
        "examples": [{"name": _key(message), "payload": sample(message)}],
        "x-dataschema": message.schema_urn(),
    }


def _payloads() -> Json:
    inputs: list[tuple[type[Message], Literal["serialization"]]] = [
        (one, "serialization") for one in MESSAGES
    ]
    _, definitions = models_json_schema(inputs, ref_template=_PARTS)
    parts: Json = definitions["$defs"]
    return parts


def _cloudevent() -> Json:
    uuid: Json = {"type": "string", "format": "uuid"}
    plain: Json = {"type": "string"}
    properties = {
        "ce-specversion": {"type": "string", "const": "1.0"},
        "ce-id": uuid | {"description": "The same for every delivery of one fact."},
        "ce-source": plain | {"description": "The service, e.g. /medspil/events."},
        "ce-type": plain | {"description": "Name and major version of the message."},
        "ce-subject": uuid | {"description": "Partnership, gathering, contact..."},
        "ce-time": {"type": "string", "format": "date-time"},
        "ce-dataschema": plain | {"description": "URN of the payload's JSON Schema."},
        "ce-sequence": plain
        | {"pattern": "^[0-9]{10}$", "description": "Version of the subject."},
        "ce-correlationid": plain
        | {"description": "Shared by all that one act set off."},
        "ce-authid": plain | {"description": "staff:..., contact:<uuid> or system."},
        "ce-causationid": uuid | {"description": "The message that led to this one."},
        "Content-Type": {"type": "string", "const": "application/json"},
        "Nats-Msg-Id": uuid
        | {"description": "Equal to ce-id; JetStream deduplicates."},
        "traceparent": plain | {"description": "W3C trace context."},
    }
    optional = {"ce-causationid", "traceparent"}
    return {
        "headers": {
            "type": "object",
            "description": "CloudEvents attributes, percent-encoded where not ASCII.",
            "properties": properties,
            "required": [name for name in properties if name not in optional],
        },
        "correlationId": {"location": "$message.header#/ce-correlationid"},
    }


def _pointer(section: str, name: str) -> Json:
    return {"$ref": f"#/components/{section}/{name}"}
