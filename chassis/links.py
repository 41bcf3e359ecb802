"""Signed single-purpose links: what a partner gets instead of a password.

A link expires by the business clock, is used once, and can be withdrawn. Whoever
only reads links needs the public key alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Self
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import AwareDatetime, ValidationError

from chassis.issuer import kept_key
from chassis.languages import Language
from chassis.postgres import Connection
from chassis.problems import Problem
from chassis.shapes import adapter

type Purpose = Literal["sign", "vote", "statement", "confirm", "declare", "answer"]

_ALGORITHM = "EdDSA"
_TYPE = "medspil-link+jwt"  # no staff token passes for a link, nor a link for a token


@dataclass(frozen=True, slots=True)
class Link:
    """What one contact may do once, for one organisation, until an instant."""

    id: UUID
    purpose: Purpose
    subject_id: UUID  # the partnership or gathering
    contact_id: UUID
    organisation_id: UUID | None
    language: Language
    expires_at: AwareDatetime
    detail: Mapping[str, str] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        """The contact as history and messages name it."""
        return f"contact:{self.contact_id}"


@dataclass(frozen=True, slots=True)
class Links:
    """Issues links where the private key is, and reads them everywhere."""

    public_key: Ed25519PublicKey
    private_key: Ed25519PrivateKey | None = None

    @classmethod
    def kept_in(cls, path: Path) -> Self:
        """Issue and read with the private key of a file, made at first."""
        private_key = kept_key(path)
        return cls(private_key.public_key(), private_key)

    @classmethod
    def reading(cls, path: Path) -> Self:
        """Read links with the public key of a PEM file; issue none."""
        key = load_pem_public_key(path.read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise TypeError(f"{path} holds no Ed25519 public key.")
        return cls(key)

    def issue(self, link: Link) -> str:
        """Return the token of a link, for an address."""
        if self.private_key is None:
            raise RuntimeError("Set MEDSPIL_LINK_PRIVATE_KEY_FILE to issue links.")
        claims = adapter(Link).dump_python(link, mode="json")
        return jwt.encode(claims, self.private_key, _ALGORITHM, headers={"typ": _TYPE})

    def read(self, token: str, *purposes: Purpose, now: datetime) -> Link:
        """Return the link of a token, if it is ours, for one of these purposes, and open.

        Problem `link_forged` or `link_expired` otherwise; whether it was used or
        withdrawn is for `require_open` and `spend`.
        """
        try:
            whole = jwt.decode_complete(token, self.public_key, algorithms=[_ALGORITHM])
            link = adapter(Link).validate_python(whole["payload"])
        except (jwt.PyJWTError, ValidationError, ValueError) as error:
            raise Problem("link_forged") from error
        if whole["header"].get("typ") != _TYPE or link.purpose not in purposes:
            raise Problem("link_forged")
        if link.expires_at <= now:
            raise Problem("link_expired")
        return link


async def require_open(connection: Connection, link: Link) -> None:
    """Pass if the link was neither used nor withdrawn; Problem otherwise."""
    row = await connection.fetchrow(
        "select used_at, revoked_at from link_use where link_id = $1", link.id
    )
    if row is not None:
        raise Problem("link_revoked" if row["revoked_at"] else "link_used")


async def spend(connection: Connection, link: Link, at: datetime) -> None:
    """Use the link up, in the transaction of what it was used for.

    Of two who spend at once the second waits, and is refused if the first commits.
    """
    spent = await connection.fetchval(
        """
        insert into link_use (link_id, used_at) values ($1, $2)
        on conflict (link_id) do nothing
        returning true
        """,
        link.id,
        at,
    )
    if not spent:
        await require_open(connection, link)


async def revoke(connection: Connection, link_id: UUID, at: datetime) -> None:
    """Withdraw a link, used or not; again makes no difference."""
    await connection.execute(
        """
        insert into link_use (link_id, revoked_at) values ($1, $2)
        on conflict (link_id) do update
            set revoked_at = coalesce(link_use.revoked_at, excluded.revoked_at)
        """,
        link_id,
        at,
    )
