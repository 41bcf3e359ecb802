"""Commands over HTTP without detours: FastAPI documents them, and takes the odd ones.

A request that is in order needs no search through the routes and no tree of
dependencies. Everything else goes the long way, which knows how to say what is wrong.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import signature
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.asking import Asked, in_order
from chassis.auth import Authentication, Principal, Role, UnverifiedError, allowed
from chassis.routing import Route

_CANONICAL_UUID = 36  # characters

type Ordering = Callable[[Request, Asked, UUID], object]


class CommandRoute(Route):
    """The route of `POST <prefix>/{id}/<command>`, whose endpoint takes an order.

    It may take a body as well, under that name.
    """

    ordering: Ordering
    roles: tuple[Role, ...]

    @cached_property
    def body(self) -> type[BaseModel] | None:
        """The model of the endpoint's body."""
        parameter = signature(self.endpoint).parameters.get("body")
        return None if parameter is None else parameter.annotation


def open_to(
    router: APIRouter, roles: tuple[Role, ...], ordering: Ordering
) -> CommandRoute:
    """Tell the command route that was just added whom it lets in, and how it orders."""
    route = router.routes[-1]
    if not isinstance(route, CommandRoute):
        raise TypeError(f"{route} is the route of no command.")
    route.roles, route.ordering = roles, ordering
    return route


@dataclass(frozen=True, slots=True)
class _Asker:
    """Reads one request of a command; nothing comes of one that is not in order."""

    route: CommandRoute
    request: Request
    stream_id: str

    async def answer(self) -> Response | None:
        """Return the answer, or nothing if the request has to go the long way."""
        stream_id = _canonical_id(self.stream_id)
        principal = await self._principal(self.request.headers)
        if stream_id is None or principal is None or self.request.scope["query_string"]:
            return None
        content = await self.request.body()
        path, headers = self.request.scope["path"], self.request.headers
        asked = in_order(principal, headers, path, content)
        arguments = self._body(content)
        if asked is None or arguments is None:
            return None
        order = self.route.ordering(self.request, asked, stream_id)
        endpoint: Callable[..., Awaitable[Response]] = self.route.endpoint
        return await endpoint(order=order, **arguments)

    def _body(self, content: bytes) -> dict[str, BaseModel] | None:
        model = self.route.body
        if model is None:
            return None if content else {}
        if self.request.headers.get("content-type") != "application/json":
            return None
        try:
            return {"body": model.model_validate_json(content)}
        except ValidationError:
            return None

    async def _principal(self, headers: Headers) -> Principal | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme != "Bearer":
            return None
        authentication: Authentication = self.request.app.state.authentication
        try:
            principal = await authentication.principal(token)
        except UnverifiedError:
            return None
        return principal if principal.roles & allowed(*self.route.roles) else None


class Shortcuts:
    """ASGI middleware: takes a command's request straight to its endpoint.

    *routes* are keyed by what stands before and behind the id in their path.
    """

    def __init__(
        self, app: ASGIApp, routes: Mapping[tuple[str, str], CommandRoute]
    ) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        head, _, command = scope["path"].rpartition("/")
        prefix, _, stream_id = head.rpartition("/")
        route = self._routes.get((prefix, command))
        if route is None:
            await self._app(scope, receive, send)
            return
        heard: list[Message] = []

        async def receive_and_note() -> Message:
            heard.append(await receive())
            return heard[-1]

        scope["route"] = route
        request = Request(scope, receive_and_note)
        response = await _Asker(route, request, stream_id).answer()
        if response is not None:
            await response(scope, receive, send)
            return
        told = iter(heard)

        async def receive_again() -> Message:
            for message in told:
                return message
            return await receive()

        await self._app(scope, receive_again, send)


def shortcut(template: str) -> tuple[str, str]:
    """Return the key of the route of a path template."""
    head, _, command = template.rpartition("/")
    return head.rpartition("/")[0], command


def _canonical_id(text: str) -> UUID | None:
    if len(text) != _CANONICAL_UUID:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None
