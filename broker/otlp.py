"""Traces as OpenTelemetry sends them: OTLP over HTTP. Imported only where PLO_OTLP is set."""

import re
from typing import Any, Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context
from opentelemetry.trace import Span as Spanned

from adapters.tracing import NONE, Values

LIMIT_S: Final = 5.0
"""Seconds that the receiver may take for one request; spans that it does not take are given up."""
EVERY_MS: Final = 1000
FORM: Final = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


class Begun:
    """A span that is not over."""

    def __init__(self, spanned: Spanned) -> None:
        self._spanned = spanned

    @property
    def traceparent(self) -> str:
        """W3C Trace Context, version 00."""
        at = self._spanned.get_span_context()
        return f"00-{at.trace_id:032x}-{at.span_id:016x}-{at.trace_flags:02x}"

    def end(self, values: Values = NONE, at_ns: int | None = None) -> None:
        """It is over."""
        for name, value in values.items():
            self._spanned.set_attribute(name, value)
        self._spanned.end(at_ns)


class Otlp:
    """The tracer of one part; whether a caller's trace is kept, is the caller's to say (trace-flags)."""

    def __init__(self, url: str, part: str, version: str) -> None:
        """`url` is where the receiver is, without /v1/traces."""
        resource = Resource(
            {"service.name": "plo-broker", "service.instance.id": part, "service.version": version}
        )
        exporter = OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces", timeout=LIMIT_S)
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=EVERY_MS))
        self._tracer = self._provider.get_tracer("plo-broker", version)

    def begin(
        self, name: str, parent: str, values: Values = NONE, at_ns: int | None = None, again: bool = False
    ) -> Begun:
        """A span below `parent`, or the first of a trace when that is no traceparent."""
        above = context_of(parent)
        begun: Any = self._tracer.start_span(
            name,
            context=set_span_in_context(NonRecordingSpan(above)) if above else None,
            links=[Link(above)] if above and again else None,
            attributes=values,
            start_time=at_ns,
        )
        return Begun(begun)

    def close(self) -> None:
        """Send what is left, and stop; takes LIMIT_S at most."""
        self._provider.shutdown()


def context_of(traceparent: str) -> SpanContext | None:
    """What a traceparent says; None for what is none."""
    found = FORM.fullmatch(traceparent)
    if not found:
        return None
    trace, span, flags = (int(part, 16) for part in found.groups())
    context = SpanContext(trace, span, is_remote=True, trace_flags=TraceFlags(flags))
    return context if context.is_valid else None
