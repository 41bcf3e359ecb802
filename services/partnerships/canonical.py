"""The one form of a text that is signed: canonical JSON (RFC 8785) and its SHA-256."""

from hashlib import sha256

import rfc8785

from chassis.shapes import adapter


def canonical_json(value: object) -> bytes:
    """Return a value as RFC 8785 canonical JSON; dates and figures become strings."""
    plain = adapter(type(value)).dump_python(value, mode="json")
    return rfc8785.dumps(plain)


def fingerprint(value: object) -> str:
    """Return the hexadecimal SHA-256 over the canonical JSON of a value."""
    return sha256(canonical_json(value)).hexdigest()
