"""The outermost layer of the HTTP app: ids, faults, limits and an honest OpenAPI."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from re import Pattern
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.datastructures import Headers
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.correlation import Correlation
from chassis.ids import NewId
from chassis.languages import Sentence
from chassis.problems import (
    BODY_LIMIT,
    Problem,
    ProblemBody,
    Problems,
    TooLarge,
    as_problem,
    install,
    problems,
)

log = structlog.get_logger(__name__)


_LARGER = "x-body-limit"


def body_limit(length: int) -> dict[str, Any]:
    """Let a route take a body of more bytes than others, for `openapi_extra=` of it."""
    return {_LARGER: length}


@dataclass(frozen=True, slots=True)
class Larger:
    """A path on which a larger body is taken; the pattern is that of its route."""

    path: Pattern[str]
    limit: int


def guard(app: FastAPI, new_id: NewId, *registries: Mapping[str, Sentence]) -> None:
    """Give the app its problems, its correlation ids and its last safety net.

    Call it after the routes and before any other middleware is added, so that those
    stand outside.
    """
    answers = install(app, *registries)
    app.add_middleware(LastResort, answers=answers, larger=tuple(_larger(app)))
    app.add_middleware(Correlation, new_id=new_id)
    _document(app)


class LastResort:
    """ASGI middleware: a fault nobody foresaw is logged once and leaks nothing."""

    def __init__(
        self, app: ASGIApp, answers: Problems, larger: tuple[Larger, ...]
    ) -> None:
        self._app = app
        self._answers = answers
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, whatever happens inside."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False
        received = 0

        async def receive_and_count() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            self._refuse_large(received, scope)
            return message

        async def send_and_note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            _refuse_nul(scope)
            self._refuse_large(_declared_length(scope), scope)
            await self._app(scope, receive_and_count, send_and_note)
        except Exception as error:
            problem = as_problem(error)
            if problem.code == "internal_error":
                log.exception("request_failed", method=scope["method"])
            if begun:
                raise
            response = self._answers.answer(Request(scope), problem)
            await response(scope, receive, send)

    def _refuse_large(self, length: int, scope: Scope) -> None:
        if length <= BODY_LIMIT:
            return
        limit = next(
            (one.limit for one in self._larger if one.path.match(scope["path"])),
            BODY_LIMIT,
        )
        if length > limit:
            raise TooLarge(limit)


def _larger(app: FastAPI) -> Iterable[Larger]:
    for context in iter_route_contexts(app.routes):
        extra = getattr(context.original_route, "openapi_extra", None) or {}
        if _LARGER in extra:
            pattern, _, _ = compile_path(context.path or "")
            yield Larger(pattern, extra[_LARGER])


def _refuse_nul(scope: Scope) -> None:
    if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise Problem("invalid_request", 422)


def _declared_length(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "0")
    return int(declared) if declared.isdecimal() else 0


def _document(app: FastAPI) -> None:
    original = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(original())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    schema = ProblemBody.model_json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    parts = document.setdefault("components", {}).setdefault("schemas", {})
    parts.update(schema.pop("$defs", {}))
    parts["Problem"] = schema
    parts.pop("HTTPValidationError", None)
    parts.pop("ValidationError", None)
    for path in document["paths"].values():
        for operation in path.values():
            for status, answer in _always(operation).items():
                operation["responses"][str(status)] = answer
    return document


def _always(operation: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    if "security" in operation:
        return problems(401, 403)
    return problems()
