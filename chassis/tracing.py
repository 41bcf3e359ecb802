"""Records traces and exports them (OpenTelemetry), in a process that is told whereto."""

from collections.abc import Sequence
from typing import override

from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import (
    Decision,
    ParentBased,
    Sampler,
    SamplingResult,
)
from opentelemetry.trace import Link, Span, SpanKind, TraceState
from opentelemetry.util.types import Attributes
from starlette.types import Scope

from chassis.logs import redacted

_UNTRACED = "healthz,metrics"


def exporting_to(endpoint: str) -> SpanProcessor:
    """Return what sends spans to an OTLP collector, in batches."""
    return BatchSpanProcessor(OTLPSpanExporter(f"{endpoint}/v1/traces"))


def record(processor: SpanProcessor) -> TracerProvider:
    """Record traces of this process from now on; shut the provider down at the end."""
    provider = TracerProvider(
        sampler=ParentBased(_NoLoneQueries()),
        resource=Resource.create({"service.name": "medspil"}),
    )
    provider.add_span_processor(processor)
    trace.set_tracer_provider(provider)
    AsyncPGInstrumentor().instrument(tracer_provider=provider)  # type: ignore[no-untyped-call]  # has no types
    return provider


def trace_requests(app: FastAPI, provider: TracerProvider) -> None:
    """Record a span for every request, without the tokens that paths may hold."""
    FastAPIInstrumentor.instrument_app(
        app,
        tracer_provider=provider,
        excluded_urls=_UNTRACED,
        server_request_hook=_hide_tokens,
    )


def _hide_tokens(span: Span, scope: Scope) -> None:
    if not span.is_recording():
        return
    path = str(redacted(scope["path"]))
    for name in ("http.target", "http.url", "url.path", "url.full"):
        span.set_attribute(name, path)


class _NoLoneQueries(Sampler):
    """Leaves out queries that belong to no request and no message: the polling."""

    @override
    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        """Drop client spans without a parent."""
        lone = kind is SpanKind.CLIENT
        return SamplingResult(Decision.DROP if lone else Decision.RECORD_AND_SAMPLE)

    @override
    def get_description(self) -> str:
        """Name the sampler."""
        return "NoLoneQueries"
