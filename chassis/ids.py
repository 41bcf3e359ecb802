"""Identifiers: new ones that sort by time, and derived ones that always come out alike."""

import hashlib
import os
import time
from collections.abc import Callable
from uuid import NAMESPACE_URL, UUID, uuid5

type NewId = Callable[[], UUID]

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:medspil").bytes


def new_id() -> UUID:
    """Return a version 7 UUID (RFC 9562): 48 bits of milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10))
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x7 << 76 | 0x2 << 62)


def derived_id(*parts: object) -> UUID:
    """Return the one UUID that belongs to these parts, today and always: version 5."""
    name = "/".join([str(part) for part in parts])
    digest = hashlib.sha1(_NAMESPACE + name.encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)
