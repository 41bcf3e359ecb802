"""Traces from the HTTP request through NATS to the last consumer (OpenTelemetry).

Without an endpoint nothing is recorded, and the trace context is passed on all
the same.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext

from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_CONTEXT = TraceContextTextMapPropagator()


@contextmanager
def traced(app: FastAPI, endpoint: str | None) -> Generator[None]:
    """Record this process and the app's requests while the block lasts, if wanted.

    What is not exported yet at the end is exported then.
    """
    if endpoint is None:
        yield
        return
    from chassis import tracing

    provider = tracing.record(tracing.exporting_to(endpoint))
    tracing.trace_requests(app, provider)
    try:
        yield
    finally:
        provider.shutdown()


def current_traceparent() -> str | None:
    """Return the trace context as a W3C traceparent, for a message to carry."""
    if not trace.get_current_span().get_span_context().is_valid:
        return None  # which the propagator finds out at four times the cost
    carrier: dict[str, str] = {}
    _CONTEXT.inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def span_from(traceparent: str | None, name: str) -> Generator[Span]:
    """Go on with the trace that a message carries, in a span of this name."""
    parent = _CONTEXT.extract({"traceparent": traceparent} if traceparent else {})
    tracer = trace.get_tracer("medspil")
    with tracer.start_as_current_span(name, parent, SpanKind.CONSUMER) as span:
        yield span


def span_after(
    traceparents: Sequence[str | None], name: str
) -> AbstractContextManager[object]:
    """Go on with the trace of a lone message; or begin one, linked to those of many."""
    if not traceparents:
        return nullcontext()
    if len(traceparents) == 1:
        return span_from(traceparents[0], name)
    return span_over(traceparents, name)


@contextmanager
def span_over(traceparents: Iterable[str | None], name: str) -> Generator[Span]:
    """Begin a span of this name that is linked to each of several traces."""
    contexts = [_CONTEXT.extract({"traceparent": one}) for one in traceparents if one]
    links = [Link(trace.get_current_span(one).get_span_context()) for one in contexts]
    tracer = trace.get_tracer("medspil")
    with tracer.start_as_current_span(
        name, Context(), SpanKind.CONSUMER, links=links
    ) as span:
        yield span
