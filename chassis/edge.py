"""The outermost layer of the HTTP app: ids, faults, limits and an honest OpenAPI."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.correlation import Correlation
from chassis.ids import NewId
from chassis.languages import Sentence
from chassis.problems import (
    BODY_LIMIT,
    Problem,
    ProblemBody,
    Problems,
    as_problem,
    install,
    problems,
)

log = structlog.get_logger(__name__)


def guard(app: FastAPI, new_id: NewId, *registries: Mapping[str, Sentence]) -> None:
    """Give the app its problems, its correlation ids and its last safety net.

    Call it before any other middleware is added, so that those stand outside.
    """
    answers = install(app, *registries)
    app.add_middleware(LastResort, answers=answers)
    app.add_middleware(Correlation, new_id=new_id)
    _document(app)


class LastResort:
    """ASGI middleware: a fault nobody foresaw is logged once and leaks nothing."""

    def __init__(self, app: ASGIApp, answers: Problems) -> None:
        self._app = app
        self._answers = answers

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
            _refuse_large(received)
            return message

        async def send_and_note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            _refuse_nul(scope)
            _refuse_large(_declared_length(scope))
            await self._app(scope, receive_and_count, send_and_note)
        except Exception as error:
            problem = as_problem(error)
            if problem.code == "internal_error":
                log.exception("request_failed", method=scope["method"])
            if begun:
                raise
            response = self._answers.answer(Request(scope), problem)
            await response(scope, receive, send)


def _refuse_nul(scope: Scope) -> None:
    if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise Problem("invalid_request", 422)


def _declared_length(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "0")
    return int(declared) if declared.isdecimal() else 0


def _refuse_large(length: int) -> None:
    if length > BODY_LIMIT:
        # Why not a Problem: FastAPI lets only its own kind out of reading a body.
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


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
        return problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    return problems()
