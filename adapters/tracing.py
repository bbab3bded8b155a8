"""Traces: which span a record belongs to (W3C traceparent), from the caller to the avvik.

Nothing is traced, and nothing of OpenTelemetry is imported, until a tracer is installed; there is one for
the whole process, as the one who writes a record is far from the one who began the trace.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Protocol

from adapters.kafka.records import Record, text_of

TRACEPARENT = "traceparent"
Values = Mapping[str, str | int]
NONE: Values = MappingProxyType({})

CURRENT: ContextVar[str] = ContextVar("plo_trace", default="")
"""The traceparent of the span we are in; "" outside of all."""
OF_KEY: ContextVar[Mapping[str, str] | None] = ContextVar("plo_trace_of_key", default=None)
"""In a batch: key of a record -> the traceparent of what is done with it."""


class Span(Protocol):
    """Something that takes time."""

    @property
    def traceparent(self) -> str:
        """What those that follow from it carry."""

    def end(self, values: Values = NONE, at_ns: int | None = None) -> None:
        """It is over, now or at a time since 1970; with what is known of it by now."""


class Tracer(Protocol):
    """Makes spans."""

    def begin(
        self, name: str, parent: str, values: Values = NONE, at_ns: int | None = None, again: bool = False
    ) -> Span:
        """A span below `parent`, or the first of a trace; `again`: a replay, linked to what it repeats.

        `values` are codes, ids and numbers, never anything of a person.
        """


_installed: list[Tracer] = []


def install(tracer: Tracer | None) -> None:
    """From now on trace with this one; None: nothing."""
    _installed[:] = [tracer] if tracer else []


def installed() -> Tracer | None:
    """The tracer, where there is one."""
    return _installed[0] if _installed else None


@contextmanager
def span(name: str, parent: str = "") -> Iterator[None]:
    """A span that lasts as long as the body, below `parent` or the one we are in."""
    tracer = installed()
    if tracer is None:
        yield
        return
    begun = tracer.begin(name, parent or CURRENT.get())
    token = CURRENT.set(begun.traceparent)
    try:
        yield
    finally:
        CURRENT.reset(token)
        begun.end()


def carrying(record: Record, traceparent: str) -> Record:
    """The record with its place in the trace."""
    return record._replace(headers=(*record.headers, (TRACEPARENT, traceparent.encode())))


def trace_of(keys: Iterable[str]) -> str:
    """The trace of the last of these keys that the batch at hand has; else the one we are in."""
    batch = OF_KEY.get()
    found = [batch[key] for key in keys if key in batch] if batch else ()
    return found[-1] if found else CURRENT.get()


def publishing(groups: Sequence[Sequence[Record]]) -> list[Span]:
    """A span for each traced record that is being written; to be ended when Kafka has answered."""
    tracer = installed()
    if tracer is None:
        return []
    traced = ((record, text_of(record.headers, TRACEPARENT)) for group in groups for record in group)
    return [tracer.begin(f"publish {record.topic}", trace) for record, trace in traced if trace]
