"""A change of an avvik as a row of the outbox, as a record, and counted."""

from collections.abc import Iterable

from adapters import metrics
from adapters.kafka.records import Record, cloud_headers
from adapters.store import outbox
from adapters.tracing import TRACEPARENT
from schemas.avvik import Avvik
from schemas.topics import AVVIK


def out_of(change: Avvik, body: str, partition: int, trace: str = "") -> outbox.Out:
    """What is to be published, in the trace of what led to it; `body`: its JSON."""
    headers = cloud_headers(change.event_id, change.type, change.changed_at, "application/json")
    ours = [("plo-rule", change.rule), ("plo-change", change.change)]
    if trace:
        ours.append((TRACEPARENT, trace))
    text = tuple((name, (value or b"").decode()) for name, value in headers)
    return outbox.Out(partition, AVVIK.name, change.pid, (*text, *ours), body)


def record_of(out: outbox.Out) -> Record:
    """The same, for Kafka."""
    headers = tuple((name, value.encode()) for name, value in out.headers)
    return Record(out.topic, out.key.encode(), out.body.encode(), headers)


def count(outs: Iterable[outbox.Out]) -> None:
    """Published changes, by rule."""
    for out in outs:
        headers = dict(out.headers)
        metrics.avvik_changed(headers["plo-rule"], headers["plo-change"])
