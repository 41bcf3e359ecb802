"""Who gets in, and who is told to log in first."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Annotated, override

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter, Depends, FastAPI

from chassis.auth import (
    Authentication,
    Principal,
    Role,
    UnverifiedError,
    authenticated,
    staff,
)
from chassis.clock import FixedClock, SystemClock
from chassis.edge import guard
from chassis.ids import new_id
from chassis.issuer import LocalIssuer
from chassis.keys import JwksKeyRing

ISSUER = LocalIssuer("urn:test", "medspil", Ed25519PrivateKey.generate())
router = APIRouter()


@router.get("/known")
async def known(principal: Annotated[Principal, Depends(authenticated)]) -> str:
    """Answer everyone who is known."""
    return principal.actor


@router.get("/readers", dependencies=[Depends(staff("reader"))])
async def readers() -> str:
    """Answer readers."""
    return "read"


@router.get("/deciders", dependencies=[Depends(staff("manager", "case_officer"))])
async def deciders() -> str:
    """Answer managers and case officers."""
    return "decided"


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    """A caller of an app that trusts the issuer."""
    app = FastAPI()
    app.include_router(router)
    guard(app, new_id)
    app.state.authentication = Authentication(
        ISSUER.issuer, ISSUER.audience, JwksKeyRing(ISSUER.fetch)
    )
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as caller:
        yield caller


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


async def test_a_token_of_the_issuer_lets_its_subject_in(
    client: httpx.AsyncClient,
) -> None:
    """The subject is who history names."""
    answer = await client.get(
        "/known", headers=bearer(ISSUER.issue("anna", ["reader"]))
    )

    assert (answer.status_code, answer.json()) == (200, "staff:anna")


async def test_a_token_that_was_verified_is_not_verified_again_at_once() -> None:
    """Verifying is the dearest part of a request; a forged one is never believed."""
    asked: list[str] = []

    class Counted(JwksKeyRing):
        @override
        async def key(self, key_id: str) -> jwt.PyJWK:
            asked.append(key_id)
            return await super().key(key_id)

    known = Authentication("urn:test", "medspil", Counted(ISSUER.fetch))
    token = ISSUER.issue("anna", ["reader"])
    forged = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")

    first, second = await known.principal(token), await known.principal(token)

    assert (first, second) == (Principal("anna", frozenset({"reader"})),) * 2
    assert len(asked) == 1
    for _ in range(2):
        with pytest.raises(UnverifiedError):
            await known.principal(forged)
    assert len(asked) == 3


async def test_without_a_token_the_caller_is_challenged(
    client: httpx.AsyncClient,
) -> None:
    """RFC 6750: no error code when nothing was tried."""
    answer = await client.get("/known")

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == 'Bearer realm="medspil"'


def forged(**changes: object) -> str:
    """Return a token of the issuer with other claims."""
    now = SystemClock().now()
    claims = {
        "iss": "urn:test",
        "aud": "medspil",
        "sub": "anna",
        "roles": ["manager"],
        "exp": now + timedelta(hours=1),
    } | changes
    kept = {name: claim for name, claim in claims.items() if claim is not None}
    headers = {"kid": ISSUER.key_id}
    return jwt.encode(kept, ISSUER.private_key, "EdDSA", headers=headers)


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "a.b.c",
        forged(iss="urn:other"),
        forged(aud="other"),
        forged(exp=datetime(2024, 1, 1, tzinfo=UTC)),
        forged(exp=None),
        forged(sub=None),
        forged(sub=""),
        forged(sub="a\nb"),
        forged(sub="x" * 201),
        forged(sub="010190-1234"),
        LocalIssuer("urn:test", "medspil", Ed25519PrivateKey.generate()).issue(
            "eve", ["admin"]
        ),
        jwt.encode({"sub": "eve"}, "0" * 32, "HS256", headers={"kid": ISSUER.key_id}),
        jwt.encode({"sub": "eve"}, "", "none", headers={"kid": ISSUER.key_id}),
    ],
)
async def test_a_token_that_proves_nothing_is_turned_away(
    client: httpx.AsyncClient, token: str
) -> None:
    """Wrong issuer, audience, key, algorithm, age or subject: all the same answer."""
    answer = await client.get("/known", headers=bearer(token))

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == (
        'Bearer realm="medspil", error="invalid_token"'
    )


async def test_a_token_ages_by_the_wall_clock(client: httpx.AsyncClient) -> None:
    """Moving the business clock must neither lengthen a login nor end it."""
    now = SystemClock().now()
    just_expired = forged(exp=now - timedelta(seconds=10))
    long_expired = forged(exp=now - timedelta(seconds=90))

    within_leeway = await client.get("/known", headers=bearer(just_expired))
    too_late = await client.get("/known", headers=bearer(long_expired))

    assert (within_leeway.status_code, too_late.status_code) == (200, 401)


@pytest.mark.parametrize(
    ("role", "reads", "decides"),
    [
        ("reader", 200, 403),
        ("case_officer", 200, 200),
        ("manager", 200, 200),
        ("evaluator", 200, 403),
        ("admin", 200, 403),
    ],
)
async def test_a_role_may_what_it_is_let_in_for(
    client: httpx.AsyncClient, role: Role, reads: int, decides: int
) -> None:
    """Every role reads; an admin decides nothing by being admin."""
    headers = bearer(ISSUER.issue("anna", [role]))

    assert (await client.get("/readers", headers=headers)).status_code == reads
    assert (await client.get("/deciders", headers=headers)).status_code == decides


@pytest.mark.parametrize("roles", [None, [], ["emperor"], "manager", {"manager": 1}])
async def test_roles_that_we_do_not_know_are_none(
    client: httpx.AsyncClient, roles: object
) -> None:
    """Whoever is known without a role may not even read."""
    answer = await client.get("/readers", headers=bearer(forged(roles=roles)))

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert answer.json()["facts"] == {"roles": ["reader"]}
    assert answer.headers["www-authenticate"] == (
        'Bearer realm="medspil", error="insufficient_scope"'
    )


async def test_a_guarded_route_promises_both_refusals(
    client: httpx.AsyncClient,
) -> None:
    """Clients are made from the document."""
    document = (await client.get("/openapi.json")).json()

    answers = document["paths"]["/readers"]["get"]["responses"]
    assert sorted(answers) == ["200", "401", "403", "413", "422", "503"]


async def test_a_token_of_the_local_issuer_lasts_twelve_hours() -> None:
    """A working day, and no more."""
    clock = FixedClock(datetime(2024, 1, 10, 8, 0, tzinfo=UTC))
    issuer = LocalIssuer("urn:test", "medspil", ISSUER.private_key, clock)

    claims = jwt.decode(
        issuer.issue("anna", ["manager", "admin"]), options={"verify_signature": False}
    )

    assert claims == {
        "iss": "urn:test",
        "aud": "medspil",
        "sub": "anna",
        "roles": ["admin", "manager"],
        "iat": 1704873600,
        "exp": 1704916800,
    }
