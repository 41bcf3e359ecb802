"""Who is asking: staff by OIDC bearer token, and what their roles let them do."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from time import time
from typing import Annotated, Any, Literal, Protocol, get_args

import jwt
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from chassis.cpr import is_cpr_shaped
from chassis.parameters import refuse_unknown
from chassis.problems import Problem

type Role = Literal["reader", "case_officer", "manager", "evaluator", "admin"]

ROLES: frozenset[str] = frozenset(get_args(Role.__value__))
ALGORITHMS = ("EdDSA", "ES256", "RS256")
LEEWAY_SECONDS = 30
_LONGEST_SUBJECT = 200
_TRUSTED_SECONDS = 60  # how long a key that was withdrawn may still be believed
_MOST_TRUSTED = 4096

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
class _Trusted:
    """Whom a verified token speaks for, and until when it need not be verified again."""

    principal: Principal
    until: float  # seconds of the wall clock


@dataclass(frozen=True, slots=True)
class Authentication:
    """Trusts tokens of one issuer for one audience, by the wall clock.

    The business clock may be moved; the lifetime of a token is not business.
    """

    issuer: str
    audience: str
    keys: KeyRing
    _trusted: dict[str, _Trusted] = field(default_factory=dict, init=False, repr=False)

    async def principal(self, token: str) -> Principal:
        """Return who a token speaks for; UnverifiedError when it proves nothing.

        One that was verified is believed for a minute, as long as it has not expired.
        """
        trusted = self._trusted.get(token)
        if trusted is not None and trusted.until > time():
            return trusted.principal
        claims = await self._verified(token)
        subject = claims["sub"]
        if not subject.isprintable() or not 0 < len(subject) <= _LONGEST_SUBJECT:
            raise UnverifiedError("The subject is no name.")
        if is_cpr_shaped(subject):  # it would stand in the history for ever
            raise UnverifiedError("The subject looks like a CPR number.")
        principal = Principal(subject, _known_roles(claims.get("roles")))
        if len(self._trusted) >= _MOST_TRUSTED:
            self._trusted.clear()
        until = min(time() + _TRUSTED_SECONDS, claims["exp"] + LEEWAY_SECONDS)
        self._trusted[token] = _Trusted(principal, until)
        return principal

    async def _verified(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key = await self.keys.key(str(header.get("kid", "")))
            claims: dict[str, Any] = jwt.decode(
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
        return claims


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
        principal = await authentication.principal(credentials.credentials)
    except UnverifiedError as error:
        raise unauthenticated() from error
    request.state.reader = principal  # chassis.noticing notes who was shown something
    return principal


def allowed(*roles: Role) -> frozenset[str]:
    """Return the roles that are let in where these are; all may what reader may."""
    return ROLES if "reader" in roles else frozenset(roles)


def staff(*roles: Role) -> Callable[[Request, Principal], Awaitable[Principal]]:
    """Return the dependency that lets these roles in; every role may what reader may."""
    let_in = allowed(*roles)

    async def permitted(
        request: Request, principal: Annotated[Principal, Depends(authenticated)]
    ) -> Principal:
        if principal.roles & let_in:
            refuse_unknown(request)
            return principal
        raise Problem(
            "forbidden",
            headers={
                "WWW-Authenticate": 'Bearer realm="medspil", error="insufficient_scope"'
            },
            roles=sorted(roles),
        )

    return permitted
