"""The table of metrics: each is declared, with a sentence, before it is counted.

Labels are codes, names of our own and topics, never a value from a message. Several processes are
added up when PROMETHEUS_MULTIPROC_DIR is set before this module is imported.
"""

from collections.abc import Mapping
from functools import cache

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from schemas.codes import MELDINGSNAVN

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

RECEIVED = Counter(
    "plo_meldinger", "Messages taken in at the door, by what became of them.", ("type", "verdict", "repeated")
)
UNAVAILABLE = Counter(
    "plo_inntak_utilgjengelig", "Answers 503: Kafka or the store was away, the sender tries again."
)
ANSWER_TIME = Histogram(
    "plo_svartid_sekunder", "From a message's last byte to its AppRec, in seconds.", buckets=SECONDS
)
PRODUCE_FAILED = Counter(
    "plo_produce_failed", "Calls to the producer that Kafka did not acknowledge in time.", ("error",)
)
HANDLED = Counter("plo_records_handled", "Records read and dealt with, dead letters too.", ("group", "topic"))
BATCH_TIME = Histogram(
    "plo_batch_sekunder",
    "From a batch being read to its offsets being committed, in seconds.",
    ("group",),
    buckets=SECONDS,
)
DEAD_LETTERS = Counter(
    "plo_dead_letters", "Records put on a dead-letter topic.", ("topic", "error_class", "code")
)
OPEN = Gauge(
    "plo_dlt_open",
    "Dead letters that nobody has dealt with, by topic.",
    ("topic",),
    multiprocess_mode="livemostrecent",
)
OLDEST = Gauge(
    "plo_dlt_oldest_seconds",
    "Age of the oldest dead letter that nobody has dealt with, in seconds; 0: there is none.",
    multiprocess_mode="livemostrecent",
)
RETRIED = Counter("plo_retries", "Batches tried again in place because something was away.", ("group",))
WAITING = Gauge(
    "plo_consumer_waiting",
    "1 while a consumer waits for something that is away.",
    ("group",),
    multiprocess_mode="livemax",
)
STOPPED = Counter("plo_consumer_stopped", "Consumers that stopped after too many bugs in a row.", ("group",))
COMMIT_FAILED = Counter(
    "plo_commit_failed", "Offsets not committed: the same records come again.", ("group", "error")
)
AVVIK = Counter("plo_avvik", "Changes of avvik published.", ("rule", "change"))


def received(message_type: str, verdict: str, repeated: bool) -> None:
    """A message was taken in; `message_type` is as the message says it."""
    known = message_type if message_type in MELDINGSNAVN else "annet"
    _received(known, verdict, "ja" if repeated else "nei").inc()


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


def cases_open(numbers: Mapping[str, int], oldest_s: float) -> None:
    """How many dead letters are open on each topic, and the age of the oldest in seconds."""
    for topic, number in numbers.items():
        OPEN.labels(topic).set(number)
    OLDEST.set(oldest_s)


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


def exposition() -> bytes:
    """All metrics as Prometheus reads them (text 0.0.4); of all processes where they share a folder."""
    registry = CollectorRegistry()
    try:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    except ValueError:  # no shared folder: this process alone
        return generate_latest(REGISTRY)
    return generate_latest(registry)
