"""(b) From hendelser.v1 to avvik.v1: as fast as detect can, and then at half that load.

python -m bench.detect [--rows N] [--workers N]
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.cpu import Meter
from bench.databases import POSTGRESQL, SQLITE, Databases, databases
from bench.detected import Detected, detect_table
from bench.full_store import fill
from bench.half_load import delays_s
from bench.installation import Installation, installed
from bench.intake import kafka_pid
from bench.kafka import kafka_in
from bench.progress import Progress
from bench.stays import events
from rich.console import Console

from adapters.kafka.producer import Producer
from adapters.kafka.records import Record
from adapters.outgoing import in_json
from broker.kafka_local import LocalKafka
from schemas.topics import AVVIK, HENDELSER

AT_ONCE = 1000
JOIN_S = 4.0
"""Until all detectors have their partitions."""
AHEAD = timedelta(days=2)
"""From now to the first stay: no limit is over while we measure."""


class Size(NamedTuple):
    """How much is measured.

    Attributes:
        stays: dealt with as fast as can be.
        half_s: how long the half load lasts, in seconds.
    """

    stays: int
    half_s: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """One measurement to make.

    Attributes:
        rows: events of other patients that the store holds beforehand.
        workers: detect processes.
    """

    store: str
    rows: int
    workers: int


def detects(
    home: Path, stores: Databases, console: Console, wanted: Sequence[Wanted], size: Size
) -> list[Detected]:
    """Each on a Kafka that has seen nothing else; those of the same store and rows share what is in it."""
    urls: dict[tuple[str, int], str] = {}
    found = []
    for number, one in enumerate(wanted):
        console.print(f"[dim](b) detect på {one.store}, {one.workers} prosess(er), {one.rows} lagrede …[/]")
        if (kind := (one.store, one.rows)) not in urls:
            urls[kind] = stores.new(one.store) or f"sqlite+aiosqlite:///{home / f'b-{one.rows}.db'}"
            fill(urls[kind], one.rows)
        with (
            kafka_in(home / f"kafka-b-{number}") as kafka,
            installed(home / f"detect-{number}", kafka.address, urls[kind]) as installation,
        ):
            database = stores.pids(one.store)
            found.append(asyncio.run(_detect(installation, kafka, database, one, size, number)))
    return found


async def _detect(
    installation: Installation,
    kafka: LocalKafka,
    database: tuple[int, ...],
    wanted: Wanted,
    size: Size,
    run: int,
) -> Detected:
    async with AsyncExitStack() as stack:
        progress = Progress([kafka.address])
        await progress.open(stack)
        producer = Producer([kafka.address])
        await producer.start()
        stack.push_async_callback(producer.stop)
        begin = (datetime.now(UTC) + AHEAD).replace(tzinfo=None)
        first = run * 10 * size.stays
        records = [
            in_json(HENDELSER.name, str(event.pid), event) for event in events(size.stays, first, begin)
        ]
        pids = [await asyncio.to_thread(installation.start, "detect", row) for row in range(wanted.workers)]
        await asyncio.sleep(JOIN_S)
        meter = Meter({"detect": tuple(pids), "database": database, "Kafka": (kafka_pid(kafka),)})
        rate, cpu = await _as_fast_as_can_be(progress, producer, records, meter)
        avvik = await progress.total(AVVIK)
        late_s = await delays_s(kafka.address, producer, rate / 2, size.half_s, first + size.stays, begin)
        return Detected(wanted.store, wanted.rows, wanted.workers, len(records), avvik, rate, cpu, late_s)


async def _as_fast_as_can_be(
    progress: Progress, producer: Producer, records: Sequence[Record], meter: Meter
) -> tuple[float, dict[str, float]]:
    """Events per second, and CPU per event, from when all lie on the topic."""
    for start in range(0, len(records), AT_ONCE):
        await producer.send(records[start : start + AT_ONCE], 30)
    first = await progress.beyond(0)
    meter.start()
    started = time.perf_counter()
    count = await progress.beyond(len(records) - 1) - first
    return count / (time.perf_counter() - started), meter.read(count)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.detect", description=__doc__)
    asked.add_argument("--rows", type=int, default=0, help="events that a full store holds beforehand")
    asked.add_argument("--workers", type=int, default=1, help="detect processes")
    asked.add_argument("--stays", type=int, default=600)
    given, console = asked.parse_args(), Console(width=116)
    with tempfile.TemporaryDirectory(prefix="plo-detect-") as folder, databases() as stores:
        rows = sorted({0, given.rows})
        wanted = [Wanted(store, full, given.workers) for store in (SQLITE, POSTGRESQL) for full in rows]
        console.print(detect_table(detects(Path(folder), stores, console, wanted, Size(given.stays, 8.0))))


if __name__ == "__main__":
    main()
