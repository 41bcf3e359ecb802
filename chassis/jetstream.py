"""NATS JetStream as this project uses it: one stream, one durable for each service."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
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

from chassis.client import Client
from chassis.dialling import NatsAccess
from contracts import STREAM, STREAM_SUBJECTS

DUPLICATE_WINDOW = 2 * 60 * 60  # seconds; beyond it the inbox alone tells doubles
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


def consumer_config(
    name: str, after: int = 0, forgotten_after: float | None = None
) -> ConsumerConfig:
    """Describe a durable: every message behind a sequence, in order, once.

    Nobody acknowledges, so it has nothing to keep: one copy in memory is enough.
    Without a filter, whose cost to the server grows with the subjects it matches.
    """
    return ConsumerConfig(
        durable_name=name,
        inactive_threshold=forgotten_after,  # seconds
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=after + 1,
        ack_policy=AckPolicy.NONE,
        num_replicas=1,
        mem_storage=True,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Which stream there is, and how far it goes."""

    identity: str  # when it was made: another one after its store was lost
    last: int  # sequence; 0 while it is empty


async def standing(stream: JetStreamContext, replicas: int = 1) -> Standing:
    """Return which stream there is; it is made when it is gone."""
    try:
        info = await stream.stream_info(STREAM)
    except NotFoundError:
        await provision_stream(stream, replicas)
        info = await stream.stream_info(STREAM)
    if info.created is None:
        raise LookupError("The server does not say when the stream was made.")
    return Standing(info.created.isoformat(), info.state.last_seq)


async def place_consumer(stream: JetStreamContext, wanted: ConsumerConfig) -> None:
    """Make a durable anew, where it is to begin."""
    with suppress(NotFoundError):
        await stream.delete_consumer(STREAM, str(wanted.durable_name))
    await stream.add_consumer(STREAM, wanted)


@dataclass(frozen=True, slots=True)
class Drift:
    """Something on the server that differed from what is described here."""

    what: str
    wanted: object
    found: object


async def provision_stream(stream: JetStreamContext, replicas: int = 1) -> list[Drift]:
    """Make the stream, or bring it back to its description; tell what differed."""
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


async def provision_consumer(stream: JetStreamContext, service: str) -> list[Drift]:
    """Make a service's durable, or make it anew when it is not as described.

    The consumer at work notices, and brings it to where it is.
    """
    wanted = consumer_config(service)
    try:
        info = await stream.consumer_info(STREAM, service)
    except NotFoundError:
        await stream.add_consumer(STREAM, wanted)
        return [Drift(f"consumer {service}", "present", "absent")]
    drift = _differences(f"consumer {service}", wanted, info.config, _CONSUMER_FIELDS)
    if drift:
        await place_consumer(stream, wanted)
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
_CONSUMER_FIELDS = ("deliver_policy", "filter_subjects", "ack_policy", "mem_storage")


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
