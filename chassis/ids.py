"""Identifiers: new ones that sort by time, and derived ones that always come out alike."""

import secrets
import time
from collections.abc import Callable
from uuid import NAMESPACE_URL, UUID, uuid5

type NewId = Callable[[], UUID]

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:medspil")


def new_id() -> UUID:
    """Return a version 7 UUID (RFC 9562): 48 bits of milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x7 << 76 | 0x2 << 62)


def derived_id(*parts: object) -> UUID:
    """Return the one UUID that belongs to these parts, today and always."""
    return uuid5(_NAMESPACE, "/".join(str(part) for part in parts))
