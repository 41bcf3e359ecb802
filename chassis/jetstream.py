"""NATS JetStream as this project uses it: one stream, one durable for each service."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from chassis.dialling import NatsAccess
from contracts import STREAM, STREAM_SUBJECTS

DUPLICATE_WINDOW = 2 * 60 * 60  # seconds; beyond it the inbox alone tells doubles
ACK_WAIT = 6  # seconds; a consumer at work says so every ACK_WAIT / 3
MESSAGE_LIMIT = 256 * 1024  # bytes

log = structlog.get_logger(__name__)


async def connect(access: NatsAccess, name: str) -> Client:
    """Connect to NATS, and keep reconnecting for as long as the process lives."""

    async def on_error(error: Exception) -> None:
        log.warning("nats_error", error=repr(error), client=name)

    return await access.connect(name, on_error)


def stream_config(replicas: int = 1) -> StreamConfig:
    """Describe the stream: every message, on disk, for ever."""
    return StreamConfig(
        name=STREAM,
        subjects=list(STREAM_SUBJECTS),
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        num_replicas=replicas,
        max_age=0,
        max_msg_size=MESSAGE_LIMIT,
        duplicate_window=DUPLICATE_WINDOW,
        allow_direct=True,
        allow_atomic=True,
        deny_delete=True,
    )


def consumer_config(service: str, subjects: Sequence[str]) -> ConsumerConfig:
    """Describe a service's durable: one message at a time, in the stream's order."""
    return ConsumerConfig(
        durable_name=service,
        filter_subjects=sorted(subjects),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT,
        max_ack_pending=1,
        max_deliver=-1,
    )


@dataclass(frozen=True, slots=True)
class Drift:
    """Something on the server that differed from what is described here."""

    what: str
    wanted: object
    found: object


async def provision_stream(stream: JetStreamContext, replicas: int = 1) -> list[Drift]:
    """Make the stream, or bring it back to its description; tell what differed.

    The durables are kept on as many servers as the stream.
    """
    wanted = stream_config(replicas)
    try:
        info = await stream.stream_info(STREAM)
    except NotFoundError:
        await stream.add_stream(wanted)
        return [Drift(f"stream {STREAM}", "present", "absent")]
    drift = _differences(f"stream {STREAM}", wanted, info.config, _STREAM_FIELDS)
    if drift:
        await stream.update_stream(wanted)
    return drift


async def provision_consumer(
    stream: JetStreamContext, service: str, subjects: Sequence[str]
) -> list[Drift]:
    """Make a service's durable, or bring it back; what it has read stays read."""
    wanted = consumer_config(service, subjects)
    try:
        info = await stream.consumer_info(STREAM, service)
    except NotFoundError:
        await stream.add_consumer(STREAM, wanted)
        return [Drift(f"consumer {service}", "present", "absent")]
    drift = _differences(f"consumer {service}", wanted, info.config, _CONSUMER_FIELDS)
    if drift:
        await stream.add_consumer(STREAM, wanted)
    return drift


_STREAM_FIELDS = (
    "subjects",
    "num_replicas",
    "max_age",
    "max_msg_size",
    "duplicate_window",
    "allow_atomic",
    "deny_delete",
)
_CONSUMER_FIELDS = (
    "filter_subjects",
    "ack_wait",
    "max_ack_pending",
    "max_deliver",
)


def _differences(
    what: str, wanted: object, found: object, fields: Sequence[str]
) -> list[Drift]:
    pairs = [
        (name, getattr(wanted, name), getattr(found, name, None)) for name in fields
    ]
    return [
        Drift(f"{what}: {name}", target, present)
        for name, target, present in pairs
        if _normal(target) != _normal(present)
    ]


def _normal(value: object) -> object:
    if isinstance(value, list):
        return sorted(map(str, value))
    return value or None  # the server leaves out what is zero, false or empty
