"""Every refusal and fault leaves as RFC 9457 problem+json, in the caller's language."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chassis.correlation import correlation_id
from chassis.decider import Fact, Refusal
from chassis.history import Conflict
from chassis.invalid import FieldError, field_errors
from chassis.languages import Language, Sentence, preferred
from chassis.postgres import CommitUnknown, Unavailable
from chassis.sentences import GENERIC
from chassis.shapes import Late

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = {"Retry-After": "5"}
BODY_LIMIT = 1024 * 1024  # bytes
_ALWAYS = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, 422, HTTPStatus.SERVICE_UNAVAILABLE)

log = structlog.get_logger(__name__)


class Problem(Exception):
    """The edge says no: a stable code, a status, and the facts its sentence names.

    Without a status, the sentence of the code decides.
    """

    def __init__(
        self,
        code: str,
        status: int | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        **facts: Fact,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.headers = dict(headers or {})
        self.facts = facts


class TooLarge(HTTPException):
    """More bytes than a route takes.

    Why not a Problem: FastAPI lets only its own kind out of reading a body.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self.limit = limit


class ProblemBody(Late):
    """The shape of every answer that says no."""

    type: str = Field(examples=["urn:medspil:problem:conflict"])
    title: str = Field(description="What the HTTP status means.")
    status: int
    detail: str = Field(description="A sentence for people, in their language.")
    code: str = Field(description="Stable; for programs.")
    instance: str = Field(description="The path that was asked.")
    correlation_id: str = Field(description="Quote it when you ask for help.")
    facts: dict[str, str | int | list[str]] | None = None
    errors: list[FieldError] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Document these answers as problem+json, for `responses=` of a route.

    413, 422 and 503 are always among them.
    """
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        int(status): {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in sorted({*statuses, *_ALWAYS})
    }


class Problems:
    """Answers problems with the sentences that the services registered."""

    def __init__(self, *registries: Mapping[str, Sentence]) -> None:
        self._sentences = dict(GENERIC)
        for registry in registries:
            self._sentences.update(registry)

    def sentence(self, code: str) -> Sentence:
        """Return the sentence of a code; a general one for a code nobody registered."""
        return self._sentences.get(code, GENERIC["refused"])

    def told(self, problem: Problem | Refusal, language: Language) -> str:
        """Return the sentence of a problem, for a page or an answer."""
        return self.sentence(problem.code).told(language, readable(problem.facts))

    def answer(
        self,
        request: Request,
        problem: Problem,
        errors: Sequence[FieldError] | None = None,
    ) -> Response:
        """Return a problem as the HTTP answer to a request."""
        status = problem.status or self.sentence(problem.code).status
        language = preferred(request.headers.get("accept-language"))
        body = ProblemBody(
            type=f"urn:medspil:problem:{problem.code}",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=self.told(problem, language),
            code=problem.code,
            instance=request.url.path,
            correlation_id=correlation_id(),
            facts=problem.facts or None,
            errors=list(errors) if errors else None,
        )
        return Response(
            body.model_dump_json(exclude_none=True),
            status,
            {"Content-Language": language, **problem.headers},
            MEDIA_TYPE,
        )


def readable(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Return facts as they stand in a sentence."""
    return {
        name: ", ".join(fact) if isinstance(fact, list) else str(fact)
        for name, fact in facts.items()
    }


def as_problem(error: Exception) -> Problem:
    """Return what the edge says about an error that travelled up to it."""
    match error:
        case Problem():
            return error
        case Refusal():
            problem = Problem(error.code)
            problem.facts = error.facts
            return problem
        case Conflict():
            return Problem("conflict")
        case Unavailable():
            unknown = isinstance(error, CommitUnknown)
            code = "commit_unknown" if unknown else "unavailable"
            return Problem(code, headers=RETRY_AFTER)
        case HTTPException():
            return _of_framework(error)
        case _:
            return Problem("internal_error")


def _of_framework(error: HTTPException) -> Problem:
    if isinstance(error, TooLarge):
        return Problem("body_too_large", limit=error.limit)
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return Problem("not_found")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return Problem("method_not_allowed", headers=error.headers)
        case HTTPStatus.BAD_REQUEST:  # a body that the framework could not parse
            return Problem("invalid_request")
        case status:
            return Problem("http_error", status, headers=error.headers)


def install(app: FastAPI, *registries: Mapping[str, Sentence]) -> Problems:
    """Let the app answer every problem that a route, or the framework, raises."""
    answers = Problems(*registries)
    app.state.problems = answers

    async def invalid(request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError):
            raise error
        language = preferred(request.headers.get("accept-language"))
        errors = field_errors(error.errors(), language)
        return answers.answer(request, Problem("invalid_request"), errors)

    async def known(request: Request, error: Exception) -> Response:
        return answers.answer(request, as_problem(error))

    app.add_exception_handler(RequestValidationError, invalid)
    for kind in (Problem, Refusal, Conflict, Unavailable, HTTPException):
        app.add_exception_handler(kind, known)
    return answers
