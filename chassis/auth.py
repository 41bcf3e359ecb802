"""Who is asking: staff by OIDC bearer token, and what their roles let them do."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol, get_args

import jwt
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from chassis.cpr import is_cpr_shaped
from chassis.problems import Problem

type Role = Literal["reader", "case_officer", "manager", "evaluator", "admin"]

ROLES: frozenset[str] = frozenset(get_args(Role.__value__))
ALGORITHMS = ("EdDSA", "ES256", "RS256")
LEEWAY_SECONDS = 30
_LONGEST_SUBJECT = 200

_bearer = HTTPBearer(auto_error=False, description="An OIDC access token of staff.")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: a member of staff, or a contact who followed a link."""

    subject: str
    roles: frozenset[Role] = frozenset()
    kind: Literal["staff", "contact"] = "staff"

    @property
    def actor(self) -> str:
        """The principal as history and messages name it."""
        return f"{self.kind}:{self.subject}"


class KeyRing(Protocol):
    """Finds the issuer's public key that a token names."""

    async def key(self, key_id: str) -> jwt.PyJWK:
        """Return the key; KeyError when the issuer has no such key."""
        ...


class UnverifiedError(Exception):
    """The token proves nothing; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Authentication:
    """Trusts tokens of one issuer for one audience, by the wall clock.

    The business clock may be moved; the lifetime of a token is not business.
    """

    issuer: str
    audience: str
    keys: KeyRing

    async def principal(self, token: str) -> Principal:
        """Return who a token speaks for; UnverifiedError when it proves nothing."""
        try:
            header = jwt.get_unverified_header(token)
            key = await self.keys.key(str(header.get("kid", "")))
            claims = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self.audience,
                issuer=self.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            raise UnverifiedError(str(error)) from error
        subject = claims["sub"]
        if not subject.isprintable() or not 0 < len(subject) <= _LONGEST_SUBJECT:
            raise UnverifiedError("The subject is no name.")
        if is_cpr_shaped(subject):  # it would stand in the history for ever
            raise UnverifiedError("The subject looks like a CPR number.")
        return Principal(subject, _known_roles(claims.get("roles")))


def _known_roles(claim: object) -> frozenset[Role]:
    if not isinstance(claim, list):
        return frozenset()
    known: Iterable[Role] = get_args(Role.__value__)
    return frozenset(role for role in known if role in claim)


def unauthenticated(error: str = "invalid_token") -> Problem:
    """Return the problem of a caller whom we do not know."""
    challenge = 'Bearer realm="medspil"' + (f', error="{error}"' if error else "")
    return Problem("unauthenticated", headers={"WWW-Authenticate": challenge})


async def authenticated(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Principal:
    """Return who asks, whatever their roles (FastAPI dependency)."""
    if credentials is None:
        raise unauthenticated(error="")
    authentication: Authentication = request.app.state.authentication
    try:
        return await authentication.principal(credentials.credentials)
    except UnverifiedError as error:
        raise unauthenticated() from error


def staff(*roles: Role) -> Callable[[Principal], Awaitable[Principal]]:
    """Return the dependency that lets these roles in; every role may what reader may."""
    allowed = ROLES if "reader" in roles else frozenset(roles)

    async def permitted(
        principal: Annotated[Principal, Depends(authenticated)],
    ) -> Principal:
        if principal.roles & allowed:
            return principal
        raise Problem(
            "forbidden",
            headers={
                "WWW-Authenticate": 'Bearer realm="medspil", error="insufficient_scope"'
            },
            roles=sorted(roles),
        )

    return permitted
