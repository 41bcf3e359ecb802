"""The embedded mode's own issuer of staff tokens; elsewhere an OIDC provider issues."""

import base64
import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from chassis.auth import Role
from chassis.clock import Clock, SystemClock

LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class LocalIssuer:
    """Issues staff tokens with a key of its own, and publishes the public half."""

    issuer: str
    audience: str
    private_key: Ed25519PrivateKey
    clock: Clock = SystemClock()  # noqa: RUF009 - has no state

    @property
    def key_id(self) -> str:
        """The thumbprint of the key (RFC 7638)."""
        thumb = json.dumps(self._public(), separators=(",", ":"), sort_keys=True)
        return _base64url(hashlib.sha256(thumb.encode()).digest())

    def issue(
        self, subject: str, roles: Iterable[Role], lifetime: timedelta = LIFETIME
    ) -> str:
        """Return a bearer token for a member of staff."""
        now = self.clock.now()
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": subject,
            "roles": sorted(roles),
            "iat": now,
            "exp": now + lifetime,
        }
        return jwt.encode(
            claims, self.private_key, "EdDSA", headers={"kid": self.key_id}
        )

    def jwks(self) -> dict[str, object]:
        """Return the key set to publish."""
        public = {**self._public(), "kid": self.key_id, "use": "sig", "alg": "EdDSA"}
        return {"keys": [public]}

    async def fetch(self) -> dict[str, object]:
        """Hand the key set to a key ring in the same process."""
        return self.jwks()

    def _public(self) -> dict[str, str]:
        raw = self.private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}


def kept_key(path: Path) -> Ed25519PrivateKey:
    """Load the Ed25519 key in a file; make one, readable by its owner only, at first."""
    if not path.exists():
        _keep(path, Ed25519PrivateKey.generate())
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 private key.")
    return key


def _keep(path: Path, key: Ed25519PrivateKey) -> None:
    """Keep the key, whole or not at all; if another process was first, its key stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with NamedTemporaryFile(dir=path.parent) as fresh:  # its owner's alone
        fresh.write(pem)
        fresh.flush()
        os.fsync(fresh.fileno())
        with suppress(FileExistsError):
            os.link(fresh.name, path)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
