"""A partner's visit over a link: pages for browsers, JSON for programs, also on trouble."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from chassis.decider import Refusal
from chassis.history import Conflict
from chassis.invalid import FieldError, field_errors
from chassis.languages import Language
from chassis.postgres import Unavailable
from chassis.problems import Problem, Problems, as_problem, problems

PAGE: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}
EXPECTED = (Problem, Refusal, Conflict, Unavailable, RequestValidationError)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a visitor does not get what they came for, in their language."""

    status: int
    detail: str
    errors: list[FieldError]
    headers: Mapping[str, str]


def wants_page(request: Request) -> bool:
    """Tell whether the visitor is a browser, or says nothing of what they are."""
    accepted = request.headers.get("accept", "")
    if "text/html" in accepted:
        return True
    return "application/json" not in accepted and not sends_json(request)


def sends_json(request: Request) -> bool:
    """Tell whether the body is JSON rather than a form."""
    return request.headers.get("content-type", "").startswith("application/json")


async def sent(request: Request) -> object:
    """Return the JSON body, or the fields of the form by name."""
    if not sends_json(request):
        form = (await request.form()).multi_items()
        return {name: str(value) for name, value in form}
    try:
        body: object = json.loads(await request.body())
    except ValueError as error:
        raise Problem("invalid_request") from error
    return body


def readable_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Document these answers as problem+json to programs, and as pages to browsers."""
    return {
        status: {**answer, "content": {**answer["content"], **PAGE}}
        for status, answer in problems(*statuses).items()
    }


def trouble(request: Request, error: Exception, language: Language) -> Trouble:
    """Return what to tell a visitor about one of the EXPECTED errors."""
    answers: Problems = request.app.state.problems
    if isinstance(error, RequestValidationError):
        problem = Problem("invalid_request")
        errors = field_errors(error.errors(), language)
    else:
        problem, errors = as_problem(error), []
    status = problem.status or answers.sentence(problem.code).status
    detail = answers.told(problem, language)
    return Trouble(status, detail, errors, problem.headers)
