"""Log lines are facts with keys, and hold nothing secret."""

import json
import logging
from io import StringIO
from uuid import UUID

import structlog
from opentelemetry import trace

from chassis.correlation import correlated, correlation_id
from chassis.logs import configure, redacted

log = structlog.get_logger("chassis.test")


def only(lines: StringIO) -> dict[str, object]:
    """Return the one line that was logged, without its time."""
    [line] = lines.getvalue().splitlines()
    fields: dict[str, object] = json.loads(line)
    assert str(fields.pop("timestamp")).endswith("Z")
    return fields


def test_a_line_carries_the_correlation_id(log_lines: StringIO) -> None:
    """One search finds all that one request caused."""
    with correlated("abc"):
        log.info("organisation_registered", organisation_id=UUID(int=1), seats=3)

    assert only(log_lines) == {
        "event": "organisation_registered",
        "organisation_id": "00000000-0000-0000-0000-000000000001",
        "seats": 3,
        "correlation_id": "abc",
        "level": "info",
        "logger": "chassis.test",
    }
    assert correlation_id() == ""


def test_a_line_carries_the_trace_it_belongs_to(log_lines: StringIO) -> None:
    """From a log line to the trace, and back."""
    context = trace.SpanContext(0xABC, 0xDEF, is_remote=False)
    with trace.use_span(trace.NonRecordingSpan(context)):
        log.info("asked")

    assert only(log_lines)["trace_id"] == "00000000000000000000000000000abc"


def test_lines_of_libraries_look_the_same(log_lines: StringIO) -> None:
    """And their tokens in paths are blanked as well."""
    logging.getLogger("some.library").info(
        "%s %s", "GET", "/v1/partner/eyJhbGciOi.eyJqdGki.c2ln-_"
    )

    assert only(log_lines) == {
        "event": "GET /v1/partner/[token]",
        "level": "info",
        "logger": "some.library",
    }


def test_a_traceback_of_a_library_is_one_line_too(log_lines: StringIO) -> None:
    """A line that breaks in the middle cannot be searched."""
    try:
        int("010190-1234")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("failed")

    assert "ValueError: invalid literal" in str(only(log_lines)["exception"])


def test_chatty_libraries_are_heard_from_warnings_on(log_lines: StringIO) -> None:
    """HTTP clients would log every address that they ask."""
    logging.getLogger("httpx").info("GET http://test/")

    assert log_lines.getvalue() == ""


def test_nothing_cpr_shaped_is_logged_however_deep(log_lines: StringIO) -> None:
    """Not in values, lists, keys, nor in the text of an exception."""
    try:
        int("010190-1234")
    except ValueError:
        log.exception("failed", rows=[{"010190-1234": ("0101901234", None)}])

    fields = only(log_lines)
    assert fields["rows"] == [{"[cpr]": ["[cpr]", None]}]
    assert "base 10: '[cpr]'" in str(fields["exception"])


def test_figures_stay_figures() -> None:
    """A dashboard may add them up."""
    assert redacted({"a": 1, "b": 1.5, "c": True, "d": None}) == {
        "a": 1,
        "b": 1.5,
        "c": True,
        "d": None,
    }


def test_the_console_shows_lines_for_people() -> None:
    """The same facts without JSON, and colours only on a terminal."""
    stream = StringIO()
    configure("console", "info", stream)

    log.info("started", port=8420)
    log.debug("unheard")

    [line] = stream.getvalue().splitlines()
    assert "started" in line
    assert "port=8420" in line
    assert "\x1b" not in line
