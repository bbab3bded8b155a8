"""A small receiver of OpenTelemetry: OTLP over HTTP, as a collector takes it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Seen:
    """A span that came."""

    part: str
    name: str
    trace: str
    id: str
    parent: str
    links: tuple[str, ...]
    attributes: dict[str, Any]
    ended: bool


@dataclass
class Received:
    """What has come.

    Attributes:
        raw: the requests, decompressed.
    """

    url: str = ""
    spans: list[Seen] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    def of(self, trace: str) -> dict[str, list[Seen]]:
        """The spans of one trace, by name."""
        found: dict[str, list[Seen]] = {}
        for one in list(self.spans):
            if one.trace == trace:
                found.setdefault(one.name, []).append(one)
        return found

    def take(self, body: bytes) -> None:
        """Read one request."""
        self.raw.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            part = {one.key: one.value.string_value for one in resource.resource.attributes}
            for scope in resource.scope_spans:
                self.spans.extend(_seen(part["service.instance.id"], one) for one in scope.spans)


def _seen(part: str, one: Any) -> Seen:
    attributes = {of.key: of.value.string_value or of.value.int_value for of in one.attributes}
    links = tuple(link.span_id.hex() for link in one.links)
    ended = one.end_time_unix_nano >= one.start_time_unix_nano > 0
    return Seen(
        part,
        one.name,
        one.trace_id.hex(),
        one.span_id.hex(),
        one.parent_span_id.hex(),
        links,
        attributes,
        ended,
    )


@contextmanager
def receiving() -> Iterator[Received]:
    """A receiver on a port of its own."""
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces" and self.headers["content-type"] == "application/x-protobuf"
            received.take(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    received.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
