"""What a write says about itself."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter, Depends, FastAPI, Form

from chassis.asking import Asked, asking, versions
from chassis.auth import Authentication, Principal
from chassis.edge import guard
from chassis.issuer import LocalIssuer
from chassis.keys import JwksKeyRing
from chassis.problems import Problem
from chassis.routing import Route
from chassis.wire import Request

ISSUER = LocalIssuer("urn:test", "medspil", Ed25519PrivateKey.generate())
router = APIRouter(route_class=Route)


class Order(Request):
    a: int
    b: int


@router.post("/orders/{number}")
async def order(
    number: int, body: Order, asked: Annotated[Asked, Depends(asking)]
) -> dict[str, object]:
    """Tell what was asked."""
    return {
        "order": (number, body.a, body.b),
        "actor": asked.actor,
        "key": asked.idempotency_key,
        "fingerprint": asked.fingerprint,
        "if_match": None if asked.if_match is None else sorted(asked.if_match),
        "correlation_id": asked.correlation_id,
        "dry_run": asked.dry_run,
    }


@router.post("/forms")
async def form(
    name: Annotated[str, Form()], asked: Annotated[Asked, Depends(asking)]
) -> tuple[str, str]:
    """Tell the name in a form, and its fingerprint."""
    return name, asked.fingerprint


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    """A caller who is logged in."""
    app = FastAPI()
    app.include_router(router)
    guard(app, lambda: UUID(int=9))
    app.state.authentication = Authentication(
        ISSUER.issuer, ISSUER.audience, JwksKeyRing(ISSUER.fetch)
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://test",
        headers={"Authorization": f"Bearer {ISSUER.issue('anna', ['manager'])}"},
    ) as caller:
        yield caller


async def test_everything_said_is_read(client: httpx.AsyncClient) -> None:
    """Who, which key, which version, for real or not."""
    answer = await client.post(
        "/orders/1?dry_run=true",
        json={"a": 1, "b": 2},
        headers={
            "Idempotency-Key": "k-1",
            "If-Match": '"3"',
            "X-Correlation-Id": "abc",
        },
    )

    said = answer.json()
    # sha256 of 'POST /orders/1\n{"a": 1, "b": 2}'
    assert said.pop("fingerprint") == (
        "f1837949508e7ca923c68feab26b065690516b8d29342ed7d735e76c3c324741"
    )
    assert said == {
        "order": [1, 1, 2],
        "actor": "staff:anna",
        "key": "k-1",
        "if_match": [3],
        "correlation_id": "abc",
        "dry_run": True,
    }


async def test_a_fingerprint_does_not_see_how_json_is_laid_out(
    client: httpx.AsyncClient,
) -> None:
    """A retry may come from another encoder; another path or value is another wish."""
    headers = {"Content-Type": "application/json"}

    async def fingerprint(path: str, content: str) -> str:
        answer = await client.post(path, content=content, headers=headers)
        return str(answer.json()["fingerprint"])

    first = await fingerprint("/orders/1", '{"a": 1, "b": 2}')

    assert await fingerprint("/orders/1", '{"b":2,\n"a":1}') == first
    assert await fingerprint("/orders/1", '{"a": 1, "b": 3}') != first
    assert await fingerprint("/orders/2", '{"a": 1, "b": 2}') != first


async def test_a_form_has_a_fingerprint_too(client: httpx.AsyncClient) -> None:
    """Although the framework has read it already."""
    first = await client.post("/forms", data={"name": "Anna"})
    again = await client.post("/forms", data={"name": "Anna"})
    other = await client.post("/forms", data={"name": "Bo"})

    assert first.json()[0] == "Anna"
    assert first.json() == again.json()
    assert first.json()[1] != other.json()[1]


@pytest.mark.parametrize("key", ["", "a b", "å", "x" * 256])
async def test_a_key_is_printable_and_short(
    client: httpx.AsyncClient, key: str
) -> None:
    """It is kept for a month."""
    answer = await client.post(
        "/orders/1",
        json={"a": 1, "b": 2},
        headers={b"Idempotency-Key": key.encode()},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "idempotency-key"


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("*", None),
        (" * ", None),
        ('"3"', frozenset({3})),
        ('"3", "4"', frozenset({3, 4})),
        ('"3","4"', frozenset({3, 4})),
        ('W/"3", "4"', frozenset({4})),
        ('"abc"', frozenset()),
        ('"99999999999999999999"', frozenset()),
        ('"3" , W/"4"', frozenset({3})),
    ],
)
def test_if_match_means_versions(header: str, meant: frozenset[int] | None) -> None:
    """By RFC 9110: strong comparison, lists, and a star for any."""
    assert versions(header) == meant


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ('W/"3"', "weak_tag"),
        ('W/"3", W/"4"', "weak_tag"),
        ("3", "invalid_tag"),
        ("", "invalid_tag"),
        ('"3', "invalid_tag"),
        ('"3" "4"', "invalid_tag"),
        ('w/"3"', "invalid_tag"),
    ],
)
def test_a_tag_that_can_never_match_is_refused_as_such(header: str, code: str) -> None:
    """Fetching the latest version would not help who sends it."""
    with pytest.raises(Problem) as refused:
        versions(header)

    assert refused.value.code == code


@pytest.mark.parametrize("meant", [None, frozenset({3}), frozenset({2, 3})])
def test_the_version_that_was_meant_passes(meant: frozenset[int] | None) -> None:
    """And any version, when none was named."""
    Asked(Principal("anna"), None, "f", meant, "c").require(3)


@pytest.mark.parametrize("meant", [frozenset({2}), frozenset[int]()])
def test_another_version_is_stale(meant: frozenset[int]) -> None:
    """Nobody decides on what they have not seen."""
    with pytest.raises(Problem) as refused:
        Asked(Principal("anna"), None, "f", meant, "c").require(3)

    assert (refused.value.code, refused.value.facts) == (
        "stale_version",
        {"version": 3},
    )
