"""What is counted: a function for each row of the table, with the cost of a call kept low.

Several processes are added up when PROMETHEUS_MULTIPROC_DIR is set before this module is imported.
"""

import time
from collections.abc import Mapping
from functools import cache
from typing import cast

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from adapters.metric_table import TABLE
from schemas.codes import MELDINGSNAVN

MADE = {one.name: one.made() for one in TABLE}
RECEIVED = cast(Counter, MADE["plo_meldinger"])
SENT = cast(Counter, MADE["plo_avsender_meldinger"])
UNAVAILABLE = cast(Counter, MADE["plo_inntak_utilgjengelig"])
ANSWER_TIME = cast(Histogram, MADE["plo_svartid_sekunder"])
STEP_TIME = cast(Histogram, MADE["plo_steg_sekunder"])
PRODUCE_FAILED = cast(Counter, MADE["plo_produce_failed"])
HANDLED = cast(Counter, MADE["plo_records_handled"])
BATCH_TIME = cast(Histogram, MADE["plo_batch_sekunder"])
PUBLISH_TIME = cast(Histogram, MADE["plo_publish_seconds"])
DEAD_LETTERS = cast(Counter, MADE["plo_dead_letters"])
RETRIED = cast(Counter, MADE["plo_retries"])
WAITING = cast(Gauge, MADE["plo_consumer_waiting"])
STOPPED = cast(Counter, MADE["plo_consumer_stopped"])
COMMIT_FAILED = cast(Counter, MADE["plo_commit_failed"])
AVVIK = cast(Counter, MADE["plo_avvik"])
WAKE_LATE = cast(Histogram, MADE["plo_wake_late_seconds"])


def received(message_type: str, verdict: str, repeated: bool) -> None:
    """A message was taken in; `message_type` is as the message says it."""
    known = message_type if message_type in MELDINGSNAVN else "annet"
    _received(known, verdict, "ja" if repeated else "nei").inc()


def sent(sender: str, verdict: str) -> None:
    """A message of `sender`: a level-1 HER-id of the agreement, or "annet"."""
    _sent(sender, verdict).inc()


@cache
def _sent(sender: str, verdict: str) -> Counter:
    return SENT.labels(sender, verdict)


@cache
def _received(message_type: str, verdict: str, repeated: str) -> Counter:
    """The counter of these labels; looking it up costs more than counting."""
    return RECEIVED.labels(message_type, verdict, repeated)


def unavailable() -> None:
    """A sender was asked to come again."""
    UNAVAILABLE.inc()


def answered(seconds: float) -> None:
    """A message was answered."""
    ANSWER_TIME.observe(seconds)


def step(name: str, since: float) -> float:
    """A step of the door is done that began at `since` (perf_counter); now, for the next one."""
    now = time.perf_counter()
    _step(name).observe(now - since)
    return now


@cache
def _step(name: str) -> Histogram:
    return STEP_TIME.labels(name)


def produce_failed(error: str) -> None:
    """A call to the producer gave up; `error` is the exception's class."""
    PRODUCE_FAILED.labels(error).inc()


def handled(group: str, records: Mapping[str, int], seconds: float) -> None:
    """A batch is dealt with; `records` is how many of each topic it held."""
    for topic, count in records.items():
        HANDLED.labels(group, topic).inc(count)
    BATCH_TIME.labels(group).observe(seconds)


def dead_lettered(topic: str, error_class: str, code: str) -> None:
    """A record of `topic` became a dead letter."""
    DEAD_LETTERS.labels(topic, error_class, code).inc()


def retried(group: str) -> None:
    """A batch waits and is tried again."""
    RETRIED.labels(group).inc()


def waiting(group: str, yes: bool) -> None:
    """Whether the consumer stands still because something is away."""
    WAITING.labels(group).set(int(yes))


def consumer_stopped(group: str) -> None:
    """A consumer stopped rather than drain its topic into dead letters."""
    STOPPED.labels(group).inc()


def commit_failed(group: str, error: str) -> None:
    """Offsets were not committed; `error` is the exception's class."""
    COMMIT_FAILED.labels(group, error).inc()


def avvik_changed(rule: str, change: str) -> None:
    """A change of an avvik was published."""
    AVVIK.labels(rule, change).inc()


def published(seconds: float) -> None:
    """Kafka has acknowledged a round of changes of avvik."""
    PUBLISH_TIME.observe(seconds)


def woken(late_s: float) -> None:
    """A patient was looked at so long after its deadline."""
    WAKE_LATE.observe(late_s)


def exposition() -> bytes:
    """All metrics as Prometheus reads them (text 0.0.4); of all processes where they share a folder."""
    registry = CollectorRegistry()
    try:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    except ValueError:  # no shared folder: this process alone
        return generate_latest(REGISTRY)
    return generate_latest(registry)
