"""(a) Intake over HTTP with Kafka and store, and the bare limits beside it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.child import Child, measured
from bench.cpu import Meter
from bench.databases import POSTGRESQL, SQLITE, Databases
from bench.installation import installed

from broker.kafka_local import LocalKafka
from schemas.topics import MELDINGER

FEW, MANY = 64, 512
"""Connections kept busy: a usual load, and enough to fill the groups of two processes."""
ROWS = tuple((store, *each) for store in (SQLITE, POSTGRESQL) for each in ((1, FEW), (2, FEW), (2, MANY)))
LXML, PRODUCER = "bare lxml", "bare Kafka"


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of each measurement."""

    warm_s: float
    measure_s: float
    bare_s: float


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    Attributes:
        name, processes: what was measured, and in how many processes.
        rate: messages per second, of all processes together.
        cpu_us: whose CPU -> microseconds per message.
        p50_ms, p99_ms: of an answer; None where nobody is answered.
        odd: answers other than 200.
    """

    name: str
    processes: int
    callers: int
    rate: float
    cpu_us: dict[str, float]
    p50_ms: float | None = None
    p99_ms: float | None = None
    odd: int = 0

    @property
    def ours_us(self) -> float:
        """Our CPU per message, the database with it."""
        return self.cpu_us["inntak"] + self.cpu_us.get("database", 0.0)


def one_round(home: Path, kafka: LocalKafka, databases: Databases, lengths: Lengths) -> list[Row]:
    """Everything once, close in time, so that the ratios are of the same machine."""
    limits = [bare_lxml(1, lengths), bare_lxml(2, lengths), bare_kafka(kafka, lengths)]
    return [*limits, *(intake(home, kafka, databases, *row, lengths) for row in ROWS)]


def bare_lxml(processes: int, lengths: Lengths) -> Row:
    """Parse, XSD and XPath in so many processes, no I/O."""
    return bare_row(LXML, processes, measured("bare_lxml", processes, "0.5", str(lengths.bare_s)))


def bare_kafka(kafka: LocalKafka, lengths: Lengths) -> Row:
    """The same bytes through a producer alone."""
    with Child("bare_kafka", kafka.address, MELDINGER.name, "1", str(lengths.bare_s)) as child:
        child.ready()
        child.go()
        child.measuring()
        meter = Meter({"Kafka": (kafka_pid(kafka),)})
        result = child.result()
        row = bare_row(PRODUCER, 1, [result])
        row.cpu_us.update(meter.read(result["count"]))
        return row


def bare_row(name: str, processes: int, results: list[dict[str, Any]]) -> Row:
    count = sum(one["count"] for one in results)
    rate = sum(one["count"] / one["wall_s"] for one in results)
    return Row(name, processes, 0, rate, {"inntak": sum(one["cpu_s"] for one in results) / count * 1e6})


def intake(
    home: Path,
    kafka: LocalKafka,
    databases: Databases,
    store: str,
    workers: int,
    callers: int,
    lengths: Lengths,
) -> Row:
    """Intake alone: detect and route do not run."""
    where = home / f"{store}-{workers}-{callers}-{len(list(home.iterdir()))}"
    with installed(where, kafka.address, databases.new(store)) as installation:
        key = installation.key()
        pids = tuple(installation.start("intake", number) for number in range(workers))
        port = str(installation.settings.http_port)
        with Child("load", port, key, str(callers), str(lengths.warm_s), str(lengths.measure_s)) as load:
            load.ready()
            load.go()
            load.measuring()
            meter = Meter({"inntak": pids, "database": databases.pids(store), "Kafka": (kafka_pid(kafka),)})
            result = load.result()
            cpu = meter.read(result["count"])
    return Row(
        name=store,
        processes=workers,
        callers=callers,
        rate=result["count"] / result["wall_s"],
        cpu_us={**cpu, "klient": result["cpu_s"] / result["count"] * 1e6},
        p50_ms=result["p50_s"] * 1000,
        p99_ms=result["p99_s"] * 1000,
        odd=result["odd"],
    )


def kafka_pid(kafka: LocalKafka) -> int:
    pid = kafka.status().pid
    assert pid is not None, "Kafka is gone"
    return pid
