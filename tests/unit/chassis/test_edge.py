"""Whatever goes wrong leaves as problem+json, and leaks nothing."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Form
from fastapi import Request as Incoming
from starlette.responses import StreamingResponse
from structlog.testing import capture_logs

from chassis.asking import fingerprint
from chassis.decider import Refusal
from chassis.edge import body_limit, guard
from chassis.history import Conflict
from chassis.languages import Sentence
from chassis.postgres import CommitUnknown, Unavailable
from chassis.problems import Problem, problems
from chassis.routing import Route
from chassis.wire import Count, Request

ID = UUID("01990000-0000-7000-8000-000000000001")
router = APIRouter(route_class=Route)

FAULTS: dict[str, Exception] = {
    "four_eyes": Refusal("four_eyes", roles=["manager", "evaluator"], seats=3),
    "unregistered": Refusal("unregistered"),
    "gone": Problem("gone"),
    "chosen": Problem("gone", 404),
    "conflict": Conflict("stream"),
    "unavailable": Unavailable("connection refused to 10.0.0.7"),
    "interrupted": CommitUnknown("connection to 10.0.0.7 was lost"),
    "unforeseen": RuntimeError("secret of the house"),
}


class Order(Request):
    count: Count
    lines: tuple[Count, ...] = ()


@router.post("/orders")
async def order(body: Order) -> Order:
    """Take an order."""
    return body


@router.post("/files/{file_id}", openapi_extra=body_limit(2_000_000))
async def file(file_id: int, request: Incoming) -> int:
    """Take a large body."""
    return file_id + len(await request.body())


@router.post("/fingerprints")
async def print_of(request: Incoming) -> str:
    """Tell a body from others."""
    return await fingerprint(request)


@router.post("/forms")
async def form(name: Annotated[str, Form()]) -> str:
    """Take a form."""
    return name


@router.get("/faults/{name}", responses=problems(410))
async def fault(name: str) -> None:
    """Fail as asked."""
    raise FAULTS[name]


@router.get("/half")
async def half() -> StreamingResponse:
    """Fail when the answer has begun."""

    async def parts() -> AsyncGenerator[bytes]:
        yield b"a"
        raise RuntimeError("too late")

    return StreamingResponse(parts())


@pytest.fixture
async def client() -> AsyncGenerator[httpx.AsyncClient]:
    """A caller of a small app behind the edge."""
    app = FastAPI()
    app.include_router(router)
    sentences = {
        "four_eyes": Sentence("Nej: {roles}, {seats}.", "No: {roles}, {seats}."),
        "gone": Sentence("Væk.", "Gone.", 410),
    }
    guard(app, lambda: ID, sentences)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as caller:
        yield caller


async def test_a_refusal_is_a_409_with_code_sentence_and_facts(
    client: httpx.AsyncClient,
) -> None:
    """Programs read the code, people the sentence."""
    answer = await client.get("/faults/four_eyes", headers={"Accept-Language": "en"})

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "en"
    assert answer.json() == {
        "type": "urn:medspil:problem:four_eyes",
        "title": "Conflict",
        "status": 409,
        "detail": "No: manager, evaluator, 3.",
        "code": "four_eyes",
        "instance": "/faults/four_eyes",
        "correlation_id": str(ID),
        "facts": {"roles": ["manager", "evaluator"], "seats": 3},
    }


@pytest.mark.parametrize(
    ("path", "status", "code", "detail"),
    [
        ("/faults/unregistered", 409, "unregistered", "Handlingen er ikke mulig nu."),
        ("/faults/gone", 410, "gone", "Væk."),
        ("/faults/chosen", 404, "gone", "Væk."),
        (
            "/faults/conflict",
            409,
            "conflict",
            "En anden kom først. Hent den nyeste udgave, og prøv igen.",
        ),
        (
            "/faults/unavailable",
            503,
            "unavailable",
            "Tjenesten er midlertidigt utilgængelig. Prøv igen om lidt.",
        ),
        (
            "/faults/interrupted",
            503,
            "commit_unknown",
            (
                "Det vides ikke, om det blev udført. Send det samme igen om lidt, "
                "med samme Idempotency-Key."
            ),
        ),
        (
            "/faults/unforeseen",
            500,
            "internal_error",
            "Der skete en fejl hos os. Den er noteret. Prøv igen senere.",
        ),
        (
            "/nowhere",
            404,
            "not_found",
            "Det findes ikke. Kontrollér adressen og id'et i den.",
        ),
    ],
)
async def test_every_fault_has_its_status_code_and_sentence(
    client: httpx.AsyncClient, path: str, status: int, code: str, detail: str
) -> None:
    """Danish by default, and nothing of the inside."""
    answer = await client.get(path)

    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert (problem["code"], problem["detail"]) == (code, detail)
    assert "secret" not in answer.text
    assert "10.0.0.7" not in answer.text


async def test_what_is_away_says_when_to_try_again(client: httpx.AsyncClient) -> None:
    """A client can wait instead of hammering."""
    answer = await client.get("/faults/unavailable")

    assert answer.headers["retry-after"] == "5"


async def test_a_wrong_method_says_which_are_right(client: httpx.AsyncClient) -> None:
    """RFC 9110 wants the Allow header."""
    answer = await client.delete("/orders")

    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"
    assert answer.headers["allow"] == "POST"


async def test_an_unforeseen_fault_is_logged_once(client: httpx.AsyncClient) -> None:
    """Twice the same traceback is twice the work for the reader; a refusal is none."""
    with capture_logs() as logs:
        await client.get("/faults/unforeseen")
        await client.get("/faults/four_eyes")

    assert logs == [
        {
            "event": "request_failed",
            "method": "GET",
            "exc_info": True,
            "log_level": "error",
        }
    ]


async def test_a_fault_in_the_middle_of_an_answer_breaks_it_off(
    client: httpx.AsyncClient,
) -> None:
    """Half an answer must not look whole."""
    with pytest.raises(RuntimeError, match="too late"):
        await client.get("/half")


async def test_every_wrong_field_is_named_in_our_own_words(
    client: httpx.AsyncClient,
) -> None:
    """The input is not repeated: it may hold what must not be shown."""
    answer = await client.post("/orders", json={"lines": [1, -1, "0101901234"], "x": 1})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "count", "code": "missing", "message": "Feltet skal udfyldes."},
        {
            "field": "lines.1",
            "code": "too_small",
            "message": "Skal være 0 eller mere.",
        },
        {
            "field": "lines.2",
            "code": "not_a_whole_number",
            "message": "Skal være et helt tal.",
        },
        {"field": "x", "code": "unknown_field", "message": "Feltet findes ikke."},
    ]
    assert "0101901234" not in answer.text


@pytest.mark.parametrize(
    "content", [b"{", b"", b"[1]", b"\xff\xfe", b"[" * 100_000, b"1" * 5_000]
)
async def test_what_is_no_json_object_is_refused(
    client: httpx.AsyncClient, content: bytes
) -> None:
    """No content breaks the reader of it."""
    answer = await client.post(
        "/orders", content=content, headers={"Content-Type": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_json_by_another_name_is_refused(client: httpx.AsyncClient) -> None:
    """A form on another site cannot send what passes for JSON."""
    answer = await client.post("/orders", content=b'{"count": 1}')

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/orders", "/forms"])
@pytest.mark.parametrize("declared", [True, False])
async def test_more_than_a_mebibyte_is_refused(
    client: httpx.AsyncClient, path: str, *, declared: bool
) -> None:
    """Whether its length is declared or only found out."""
    kind = "application/json"
    if path == "/forms":
        kind = "application/x-www-form-urlencoded"

    async def chunks() -> AsyncGenerator[bytes]:
        for _ in range(11):
            yield b"x" * 100_000

    content = b"x" * 1_048_577 if declared else chunks()
    answer = await client.post(path, content=content, headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert answer.json()["facts"] == {"limit": 1_048_576}


@pytest.mark.parametrize(("length", "status"), [(2_000_000, 200), (2_000_001, 413)])
async def test_a_route_may_take_more_than_others(
    client: httpx.AsyncClient, length: int, status: int
) -> None:
    """It says so where it is declared, and the refusal names its own limit."""
    answer = await client.post("/files/7", content=b"x" * length)
    elsewhere = await client.post("/files/7/pages", content=b"x" * length)

    assert answer.status_code == status
    if status == 413:
        assert answer.json()["facts"] == {"limit": 2_000_000}
    assert elsewhere.json()["facts"] == {"limit": 1_048_576}


async def test_json_that_is_nested_too_deep_is_no_fault(
    client: httpx.AsyncClient,
) -> None:
    """A body that no reader can read is refused; reading it must not break us."""
    answer = await client.post("/fingerprints", content=b"[" * 500_000)

    assert answer.status_code == 200


async def test_too_much_is_refused_even_where_nobody_would_read_it(
    client: httpx.AsyncClient,
) -> None:
    """Nor is it a fault of ours to be logged."""
    with capture_logs() as logs:
        answer = await client.request("GET", "/nowhere", content=b"x" * 1_048_577)

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert logs == []


@pytest.mark.parametrize("path", ["/faults/a%00b", "/faults/gone?x=%00"])
async def test_a_nul_character_in_an_address_is_refused(
    client: httpx.AsyncClient, path: str
) -> None:
    """PostgreSQL would refuse it later, as a fault of ours."""
    answer = await client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("abc-1.2:3", "abc-1.2:3"),
        ("a b", str(ID)),
        ("x" * 65, str(ID)),
        ("", str(ID)),
        ("sag:010190-1234", str(ID)),
    ],
)
async def test_a_well_formed_correlation_id_is_taken_over(
    client: httpx.AsyncClient, given: str, used: str
) -> None:
    """Anything else could forge log lines, or bring a CPR number into the history."""
    answer = await client.get("/faults/unforeseen", headers={"X-Correlation-Id": given})

    assert answer.headers["x-correlation-id"] == used
    assert answer.json()["correlation_id"] == used


async def test_the_document_promises_problems_and_nothing_of_fastapi(
    client: httpx.AsyncClient,
) -> None:
    """Clients are made from this document."""
    document = (await client.get("/openapi.json")).json()

    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    fault_answers = document["paths"]["/faults/{name}"]["get"]["responses"]
    order_answers = document["paths"]["/orders"]["post"]["responses"]
    assert sorted(fault_answers) == ["200", "410", "413", "422", "503"]
    assert sorted(order_answers) == ["200", "413", "422", "503"]
    assert order_answers["422"]["content"] == {"application/problem+json": reference}
    schemas = document["components"]["schemas"]
    assert "HTTPValidationError" not in schemas
    assert schemas["Problem"]["required"] == [
        "type",
        "title",
        "status",
        "detail",
        "code",
        "instance",
        "correlation_id",
    ]
    assert "FieldError" in schemas
