"""Stays whose limits pass while somebody looks, and when avvik.v1 tells of it."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from histories import AVTALE, innlagt
from random_sequels import wall

from consumers.rule import SECOND
from schemas.events import PasientInnlagt
from schemas.topics import AVVIK

RULES: Final = ("R-K01", "R-U05")
"""What is missing after a LOG_INNLAGT alone: both limits count in hours from the same moment."""
OVER: Final = AVTALE.frist("tidligvarsel").length + AVTALE.frist("grace").length + SECOND
"""From the admission to the first moment at which both have passed."""
LIMIT_S = 60.0
"""How long a change may be waited for."""
POLL_MS = 20

Told = tuple[str, str]
"""pid and rule of a change."""


def admission(number: int, over: datetime) -> PasientInnlagt:
    """What is told of patient `number`, so that both limits have passed at `over`."""
    t0 = wall(over - OVER)
    admitted: PasientInnlagt = innlagt(t0, t0, pid=sha256(b"frist %d" % number).hexdigest())
    return admitted


def told_of(event: PasientInnlagt) -> Iterator[Told]:
    """The changes that are to come."""
    return ((event.pid, rule) for rule in RULES)


class Listener:
    """Reads avvik.v1 from its end on; notes when each change came."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self._came: dict[Told, float] = {}

    async def listen(self) -> None:
        """For ever."""
        while True:
            found = await self._consumer.getmany(timeout_ms=POLL_MS)
            now = time.time()
            for record in (one for each in found.values() for one in each):
                rule = dict(record.headers)["plo-rule"].decode()
                self._came.setdefault((record.key.decode(), rule), now)

    async def heard(self, told: Told) -> float:
        """Wait for a change; seconds since 1970 at which it was here."""
        async with asyncio.timeout(LIMIT_S):
            while told not in self._came:  # noqa: ASYNC110 - read beside us
                await asyncio.sleep(POLL_MS / 1000)
        return self._came[told]


@asynccontextmanager
async def listening(bootstrap: str) -> AsyncIterator[Listener]:
    """A listener that has taken its place at the end of the topic, and listens beside the body."""
    consumer = AIOKafkaConsumer(bootstrap_servers=[bootstrap])
    await consumer.start()
    try:
        consumer.assign([TopicPartition(AVVIK.name, number) for number in range(AVVIK.partitions)])
        await consumer.seek_to_end()
        listener = Listener(consumer)
        beside = asyncio.create_task(listener.listen())
        yield listener
        beside.cancel()
        with suppress(asyncio.CancelledError):
            await beside
    finally:
        await consumer.stop()


def peak_mb(pid: int) -> float:
    """The most memory that a process has had at one time, in MB of 2**20 bytes (proc(5), VmHWM)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
