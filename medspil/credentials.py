"""Makes every secret of an installation, each in the folder of who may read it.

What is there already stays: a second run adds what is missing and changes nothing.
"""

import json
import os
import secrets
from pathlib import Path

import nkeys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chassis.issuer import LocalIssuer, kept_key
from chassis.settings import Settings
from medspil.composition import NAMES

OPERATOR = "operator"
ISSUING_LINKS = "notifications"
_OURS, _SHARED = 0o600, 0o640  # shared with the group: PostgreSQL runs as another user
_BYTES = 32


def make(folder: Path) -> None:
    """Make what is missing below the folder."""
    for reader in ("postgres", "nats", OPERATOR, *NAMES):
        place = folder / reader
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o750 if reader == "postgres" else 0o700)
    _passwords(folder)
    _nkeys(folder)
    _keys(folder)


def _passwords(folder: Path) -> None:
    operator = folder / OPERATOR
    for name in ("superuser", "owner"):
        _keep(folder / "postgres" / name, secrets.token_urlsafe(_BYTES), _SHARED)
    _copy(folder / "postgres" / "owner", operator / "database-owner")
    for service in NAMES:
        name = f"database-{service}"
        _keep(folder / service / name, secrets.token_urlsafe(_BYTES))
        _copy(folder / service / name, operator / name)


def _nkeys(folder: Path) -> None:
    """Make everybody's seed, and tell the NATS servers the public halves."""
    lines = []
    for user in (OPERATOR, *NAMES):
        raw = secrets.token_bytes(_BYTES)
        seed = folder / user / "nats-seed"
        _keep(seed, nkeys.encode_seed(raw, nkeys.PREFIX_BYTE_USER).decode())
        pair = nkeys.from_seed(bytearray(seed.read_bytes()))
        lines.append(f"nkey_{user}: {pair.public_key.decode()}\n")
    _write(folder / "nats" / "users.conf", "".join(lines), _OURS)


def _keys(folder: Path) -> None:
    """Make the keys of staff tokens and partners' links; services read the public."""
    staff = kept_key(folder / OPERATOR / "keys" / "staff.pem")
    links = kept_key(folder / ISSUING_LINKS / "links.pem")
    settings = Settings()
    jwks = LocalIssuer(settings.issuer, settings.audience, staff).jwks()
    for service in NAMES:
        _write(folder / service / "staff-jwks.json", json.dumps(jwks), _OURS)
    for reader in (OPERATOR, *NAMES):
        _write(folder / reader / "links-public.pem", _public(links), _OURS)


def _public(key: Ed25519PrivateKey) -> str:
    form = PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(Encoding.PEM, form).decode()


def _copy(original: Path, copy: Path) -> None:
    _write(copy, original.read_text(), _OURS)


def _keep(file: Path, secret: str, mode: int = _OURS) -> None:
    if not file.exists():
        _write(file, secret, mode)


def _write(file: Path, text: str, mode: int) -> None:
    """Write the whole file or nothing, and let nobody else ever open it."""
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w"
    ) as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
