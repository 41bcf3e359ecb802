"""Every operation, asked with what its description allows and with what it forbids."""

from collections.abc import Generator
from contextlib import suppress
from re import match
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.adapters.partnerships.office import COMPANIES, Json, proposal
from tests.support.running import Running, running

type AnyCase = Case[APIOperation[Any, Any, Any, Any]]

PATHS = (
    "/v1/(organisations|kinds|links|partner/|worklist|filters|commands)",
    "/v1/partnerships",
    "/v1/(access-log|destructions|retention)",
    "/v1/(gatherings|invitation)",
    "/v1/(contacts|contact-erasures|deliveries)",
    "/v1/(catalogue|evaluations)",
    "/($|healthz|livez|readyz|metrics|.well-known)",
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def medspil(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    """All four services in a process of their own, on servers of their own."""
    with running(tmp_path_factory.mktemp("medspil")) as medspil:
        yield medspil


@pytest.fixture(scope="module")
def described(medspil: Running) -> OpenApiSchema:
    """What the process says of its operations, and a partnership to ask it about."""
    schema = schemathesis.openapi.from_url(f"{medspil.url}/openapi.json")
    known = propose(medspil)

    @schema.hook
    def map_path_parameters(_context: object, parameters: Json | None) -> Json | None:
        """Ask about the partnership that exists, mostly: anything else is a 404."""
        given = str((parameters or {}).get("partnership_id", "f"))
        if parameters and given[0] in "01234567":
            return parameters | {"partnership_id": known}
        return parameters

    return schema


def propose(medspil: Running) -> str:
    """Register who takes part and propose a partnership; return its id."""
    headers = {"Authorization": f"Bearer {medspil.token}"}
    with httpx.Client(base_url=f"{medspil.url}/v1", headers=headers) as client:
        ids = {
            key: client.post("/organisations", json={"name": name, "cvr": cvr}).json()
            for key, (name, cvr) in COMPANIES.items()
        }
        body = proposal({key: answer["id"] for key, answer in ids.items()})
        answer = client.post("/partnerships", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture(scope="module")
def examples(pytestconfig: pytest.Config) -> int:
    """How many cases each operation is asked with, in each mode."""
    number: int = pytestconfig.getoption("examples")
    return number


@pytest.mark.no_cover
def test_every_path_is_asked(described: OpenApiSchema) -> None:
    """No operation is left out because nobody has named the beginning of its path."""
    told = described.raw_schema["paths"]

    assert [path for path in told if not any(match(one, path) for one in PATHS)] == []


@pytest.mark.no_cover
@pytest.mark.timeout(0)  # the number of examples bounds it
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("paths", PATHS)
def test_every_answer_is_documented(
    medspil: Running,
    described: OpenApiSchema,
    examples: int,
    paths: str,
    mode: GenerationMode,
) -> None:
    """No 5xx, no answer that the description does not know, whatever is asked."""
    operations = [
        result.ok()
        for result in described.include(path_regex=f"^{paths}").get_all_operations()
        if isinstance(result, Ok)
    ]
    assert operations

    for operation in operations:
        # Some operations forbid nothing: every path is a token to somebody.
        with suppress(Unsatisfiable):
            ask(medspil, operation.as_strategy(generation_mode=mode), examples)


def ask(medspil: Running, cases: SearchStrategy[AnyCase], examples: int) -> None:
    """Ask one operation with so many generated cases."""
    headers = {"Authorization": f"Bearer {medspil.token}"}

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def conforms(case: AnyCase) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    conforms()
