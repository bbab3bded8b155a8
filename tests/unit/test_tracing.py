"""Traces are off until somebody asks for them; what a traceparent is; what a batch belongs to."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters import tracing
from adapters.kafka.bad import Bad
from adapters.kafka.records import Headers, Incoming, Record
from adapters.kafka.traced import traced_handle
from adapters.traced import traced_app
from adapters.tracing import NONE, Values
from broker.otlp import Otlp, context_of

PARENT = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class FakeSpan:
    name: str
    parent: str
    again: bool
    traceparent: str
    over: bool = False

    def end(self, values: Values = NONE, at_ns: int | None = None) -> None:
        self.over = True


@dataclass
class FakeTracer:
    """Remembers what was begun."""

    begun: list[FakeSpan] = field(default_factory=list)

    def begin(
        self, name: str, parent: str, values: Values = NONE, at_ns: int | None = None, again: bool = False
    ) -> FakeSpan:
        made = FakeSpan(name, parent, again, f"trace-{len(self.begun)}")
        self.begun.append(made)
        return made


@contextmanager
def installed() -> Iterator[FakeTracer]:
    tracer = FakeTracer()
    tracing.install(tracer)
    try:
        yield tracer
    finally:
        tracing.install(None)


def incoming(key: bytes, *headers: tuple[str, bytes | None]) -> Incoming:
    return Incoming("hendelser.v1", 0, 7, 0, key, b"{}", tuple(headers))


async def handle(batch: Sequence[Incoming]) -> Sequence[Bad]:
    return ()


async def app(*args: object) -> None:
    """An application that answers nothing."""


def test_off_nothing_is_made() -> None:
    """A handler and an application are themselves, and no span is begun."""
    assert traced_handle("detect", handle) is handle
    assert traced_app(app) is app
    assert tracing.publishing([[Record("t", b"k", b"v", (("traceparent", PARENT.encode()),))]]) == []
    with tracing.span("clock"):
        assert tracing.trace_of(["k"]) == ""


def test_off_the_sdk_is_not_imported() -> None:
    """The parts run without a line of OpenTelemetry's SDK."""
    code = (
        "import sys, broker.app, broker.part\n"
        "sys.exit(any(n.startswith(('opentelemetry.sdk', 'opentelemetry.exporter')) for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


async def test_each_record_is_below_the_one_that_wrote_it() -> None:
    """Its key leads to its span while the batch is dealt with; a garbled header is no parent."""
    during: list[str] = []

    async def look(batch: Sequence[Incoming]) -> Sequence[Bad]:
        during.append(tracing.trace_of(["x", "a"]))
        during.append(tracing.trace_of(["x"]))
        return ()

    batch = [incoming(b"a", ("traceparent", PARENT.encode())), incoming(b"b", ("traceparent", b"\xff"))]
    with installed() as tracer:
        await traced_handle("detect", look)(batch)
        assert during == ["trace-0", ""] and tracing.trace_of(["a"]) == ""
    assert [one.parent for one in tracer.begun] == [PARENT, ""]
    assert all(one.over for one in tracer.begun)


async def test_spans_end_when_the_handler_fails() -> None:
    """And the failure goes on to whoever decides."""

    async def fail(batch: Sequence[Incoming]) -> Sequence[Bad]:
        raise ValueError

    with installed() as tracer, pytest.raises(ValueError):
        await traced_handle("detect", fail)([incoming(b"a")])
    assert [one.over for one in tracer.begun] == [True]


async def test_a_replay_is_told_apart() -> None:
    """A dead letter run again stays in its trace, and says that it is one."""
    headers: Headers = (("traceparent", PARENT.encode()), ("plo-replay-of", b"id"))
    with installed() as tracer:
        await traced_handle("detect", handle)([incoming(b"a", *headers)])
    (one,) = tracer.begun
    assert (one.name, one.parent, one.again) == ("detect: kjørt på nytt", PARENT, True)


async def test_callers_at_the_same_time_are_not_mixed_up() -> None:
    """Each call has the trace of its own caller."""
    inside: dict[str, str] = {}

    async def slow(scope: dict[str, str], *rest: object) -> None:
        await asyncio.sleep(0)
        inside[scope["who"]] = tracing.CURRENT.get()

    def scope(who: str) -> dict[str, object]:
        return {"type": "http", "method": "POST", "headers": [(b"traceparent", who.encode())], "who": who}

    with installed() as tracer:
        traced = traced_app(slow)
        await asyncio.gather(*(traced(scope(who), None, None) for who in ("en", "to")))
    assert inside == {one.parent: one.traceparent for one in tracer.begun}


@pytest.mark.parametrize(
    "text", ["", "00", PARENT.upper(), "01" + PARENT[2:], "00-" + "0" * 32 + "-" + "b" * 16 + "-01"]
)
def test_what_is_no_traceparent_begins_a_trace(text: str) -> None:
    """Another version, nothing but zeros, or nonsense."""
    assert context_of(text) is None


def test_a_span_continues_the_trace_of_its_parent() -> None:
    """The same trace, another span; a caller that does not want to be kept is not."""
    tracer = Otlp("http://127.0.0.1:9", "prøve", "0")
    try:
        made = tracer.begin("a", PARENT).traceparent
        assert made.split("-")[1] == "a" * 32 and made.split("-")[2] != "b" * 16 and made.endswith("-01")
        assert tracer.begin("a", PARENT[:-2] + "00").traceparent.endswith("-00")
    finally:
        tracer.close()
