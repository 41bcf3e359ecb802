"""A command goes straight to its endpoint, or the long way where something is odd."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.asking import Asked, asking
from chassis.auth import Authentication, staff
from chassis.commanding import CommandRoute, Shortcuts, open_to, shortcut
from chassis.issuer import LocalIssuer
from chassis.keys import JwksKeyRing
from chassis.problems import install

TREE = "00000000-0000-7000-8000-0000000000aa"
JSON = {"Content-Type": "application/json"}


class Growth(BaseModel):
    """How much it grows."""

    by: int = Field(ge=1)


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of which tree."""

    asked: Asked
    tree: UUID


def order(_: object, asked: Asked, tree: UUID) -> Order:
    """Put an order together on the short way."""
    return Order(asked, tree)


def order_of(tree: UUID, asked: Asked = Depends(asking)) -> Order:
    """Put an order together on the long way."""
    return Order(asked, tree)


def told(order: Order, by: int = 0) -> Response:
    """Answer with everything that was understood."""
    asked = order.asked
    understood = {
        "tree": str(order.tree),
        "by": by,
        "actor": asked.actor,
        "key": asked.idempotency_key,
        "fingerprint": asked.fingerprint if asked.idempotency_key else "",
        "if_match": sorted(asked.if_match or ()),
        "dry_run": asked.dry_run,
    }
    return JSONResponse(understood)


async def grow(order: Order = Depends(order_of), *, body: Growth) -> Response:
    """Let it grow."""
    return told(order, body.by)


async def fell(order: Order = Depends(order_of)) -> Response:
    """Fell it."""
    return told(order)


class Counted:
    """ASGI middleware: counts who comes the long way."""

    def __init__(self, app: ASGIApp, ways: list[str]) -> None:
        self._app = app
        self._ways = ways

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        self._ways.append(scope["path"])
        await self._app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Wood:
    """An app with commands on trees, and who is known there."""

    web: httpx.AsyncClient
    issuer: LocalIssuer
    long_ways: list[str]

    async def ask(
        self, command: str, content: bytes | None, **headers: str
    ) -> httpx.Response:
        """Ask for a command in the name of a forester."""
        token = self.issuer.issue("anna", ["case_officer"])
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Authorization": f"Bearer {token}"} | named
        return await self.web.post(f"/trees/{command}", content=content, headers=sent)


@pytest.fixture(params=["short", "long"])
async def wood(request: pytest.FixtureRequest) -> AsyncGenerator[Wood]:
    """The app with its shortcuts, and the same without any."""
    issuer = LocalIssuer("urn:test", "test", Ed25519PrivateKey.generate())
    router, app, ways = APIRouter(prefix="/trees"), FastAPI(), list[str]()
    for endpoint in (grow, fell):
        router.add_api_route(
            f"/{{tree}}/{endpoint.__name__}",
            endpoint,
            methods=["POST"],
            dependencies=[Depends(staff("case_officer"))],
            route_class_override=CommandRoute,
        )
        open_to(router, ("case_officer",), order)
    app.include_router(router)
    known = JwksKeyRing(issuer.fetch)
    app.state.authentication = Authentication("urn:test", "test", known)
    app.add_middleware(Counted, ways=ways)
    routes = [one for one in router.routes if isinstance(one, CommandRoute)]
    install(app)
    if request.param == "short":
        shortcuts = {shortcut(route.path): route for route in routes}
        app.add_middleware(Shortcuts, routes=shortcuts)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://wood") as web:
        yield Wood(web, issuer, ways)


async def test_both_ways_understand_a_command_alike(wood: Wood) -> None:
    """Who asks, the body, the key and the version that is meant."""
    answer = await wood.ask(
        f"{TREE}/grow",
        b'{"by": 3}',
        **JSON,
        Idempotency_Key="k-1",
        If_Match='"3", "4"',
    )

    assert answer.json() == {
        "tree": TREE,
        "by": 3,
        "actor": "staff:anna",
        "key": "k-1",
        # sha256sum of: POST /trees/<TREE>/grow, newline, {"by": 3}
        "fingerprint": (
            "fd8fa0892bb0fc39f663f171ec3ed4ba5189fe39c88b52bf4e5bf3cab21033f3"
        ),
        "if_match": [3, 4],
        "dry_run": False,
    }


@pytest.mark.parametrize("wood", ["short"], indirect=True)
async def test_what_is_in_order_goes_the_short_way(wood: Wood) -> None:
    """That is what it is there for."""
    grown = await wood.ask(f"{TREE}/grow", b'{"by": 3}', **JSON)
    felled = await wood.ask(f"{TREE}/fell", None)

    assert (grown.json()["by"], felled.json()["tree"]) == (3, TREE)
    assert wood.long_ways == []


@pytest.mark.parametrize(
    ("command", "content", "headers", "status", "understood"),
    [
        (f"{TREE}/grow", b'{"by": 0}', JSON, 422, {}),
        (f"{TREE}/grow", b"{", JSON, 422, {}),
        (f"{TREE}/grow", None, JSON, 422, {}),
        (f"{TREE}/grow", b'{"by": 3}', {"Content-Type": "text/plain"}, 422, {}),
        ("oak/grow", b'{"by": 3}', JSON, 422, {}),
        (f"{TREE}/grow", b'{"by": 3}', {**JSON, "Idempotency_Key": "a b"}, 422, {}),
        (f"{TREE}/grow?dry_run=true", b'{"by": 3}', JSON, 200, {"dry_run": True}),
        (f"{TREE}/grow", b'{"by": 3}', {**JSON, "Authorization": "Bearer x"}, 401, {}),
        (f"{TREE.replace('-', '')}/fell", None, {}, 200, {"tree": TREE}),
        (f"{TREE}/fell", b"{}", JSON, 200, {"tree": TREE}),
        (f"{TREE}/plant", None, {}, 404, {}),
    ],
)
async def test_what_is_odd_is_answered_as_fastapi_does(
    wood: Wood,
    command: str,
    content: bytes | None,
    headers: dict[str, str],
    status: int,
    understood: dict[str, object],
) -> None:
    """With the same words, and the body that was already read."""
    answer = await wood.ask(command, content, **headers)

    assert answer.status_code == status
    assert understood.items() <= answer.json().items()
    assert len(wood.long_ways) == 1


async def test_who_has_not_the_role_is_refused(wood: Wood) -> None:
    """The short way lets nobody in whom the long one keeps out."""
    token = wood.issuer.issue("eve", ["reader"])

    answer = await wood.ask(f"{TREE}/fell", None, Authorization=f"Bearer {token}")

    assert answer.status_code == 403
