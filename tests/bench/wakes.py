"""(d) Time passes: a store with a million open wake-ups, and detect started on it.

All of the way is measured: from the moment a limit has passed to the change on avvik.v1, as a reader of that
topic sees it. One patient's passed while detect was down: when that is told of, detect is ready.

python -m bench.wakes [--open N]
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.databases import POSTGRESQL, SQLITE, Databases, databases
from bench.installation import Installation, installed
from bench.kafka import kafka_in
from bench.wake_store import fill, overdue, still_open
from bench.waked import Waked, wakes_table
from bench.waking import Listener, admission, listening, peak_mb, told_of
from rich.console import Console

from adapters.kafka.producer import Producer
from adapters.outgoing import in_json
from broker.kafka_local import LocalKafka
from schemas.topics import HENDELSER

OPEN = 1_000_000
DOWN = timedelta(minutes=1)
STAYS, FIRST, APART = 40, timedelta(seconds=5), timedelta(seconds=0.37)
"""How many limits pass while we look, the first so long after it was told of, and the others after that."""
TOGETHER, AHEAD = 2000, timedelta(seconds=20)
"""How many limits pass in one moment, and how long after they were told of: all are kept by then."""


def wakes(home: Path, stores: Databases, console: Console, counts: Sequence[int] = (0, OPEN)) -> list[Waked]:
    """Every store with so many wake-ups, on a Kafka that has seen nothing else."""
    with kafka_in(home / "kafka-d") as kafka:
        return [
            _on_new(home, stores, console, kafka, store, count)
            for store in (SQLITE, POSTGRESQL)
            for count in counts
        ]


def _on_new(
    home: Path, stores: Databases, console: Console, kafka: LocalKafka, store: str, count: int
) -> Waked:
    console.print(f"[dim](d) frister, {count} åpne på {store} …[/]")
    with installed(home / f"wakes-{store}-{count}", kafka.address, stores.new(store)) as installation:
        return asyncio.run(_wakes(installation, kafka, store, count))


async def _wakes(installation: Installation, kafka: LocalKafka, store: str, count: int) -> Waked:
    url = installation.settings.database_url
    await fill(url, count)
    missed = admission(STAYS, datetime.now(UTC) - DOWN)
    await overdue(url, [missed], datetime.now(UTC) - DOWN)
    async with listening(kafka.address) as listener:
        started = time.time()
        pid = await asyncio.to_thread(installation.start, "detect")
        ready_s = max([await listener.heard(one) for one in told_of(missed)]) - started
        first = datetime.now(UTC) + FIRST
        late_s = await _late(kafka.address, listener, [first + number * APART for number in range(STAYS)])
        same = [datetime.now(UTC) + AHEAD] * TOGETHER
        together_s = await _late(kafka.address, listener, same, STAYS + 1)
        ahead = await still_open(url, datetime.now(UTC))
        return Waked(store, ahead, ready_s, peak_mb(pid), late_s, together_s)


async def _late(
    bootstrap: str, listener: Listener, overs: Sequence[datetime], number: int = 0
) -> list[float]:
    """Tell of patients, from `number` on, whose limits pass then; how late each change came, in seconds."""
    events = [admission(number + row, over) for row, over in enumerate(overs)]
    producer = Producer([bootstrap])
    await producer.start()
    try:
        await producer.send([in_json(HENDELSER.name, event.pid, event) for event in events], 30)
    finally:
        await producer.stop()
    return [
        await listener.heard(one) - over.timestamp()
        for event, over in zip(events, overs, strict=True)
        for one in told_of(event)
    ]


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.wakes", description=__doc__)
    asked.add_argument("--open", type=int, default=OPEN, help="open wake-ups of the full store")
    most, console = asked.parse_args().open, Console(width=116)
    with tempfile.TemporaryDirectory(prefix="plo-frister-") as folder, databases() as stores:
        console.print(wakes_table(wakes(Path(folder), stores, console, (0, most))))


if __name__ == "__main__":
    main()
