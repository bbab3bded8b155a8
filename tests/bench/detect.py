"""(b) From hendelser.v1 to avvik.v1: a topic filled beforehand, then detect let loose on it."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError
from bench.cpu import Meter
from bench.databases import Databases
from bench.installation import Installation, installed
from bench.intake import kafka_pid
from bench.stays import EVENTS, events

from adapters.kafka.producer import Producer
from adapters.outgoing import in_json
from broker.kafka_local import LocalKafka
from consumers.detect import GROUP
from schemas.topics import AVVIK, HENDELSER, Topic

LOOK_S = 0.05
LIMIT_S = 300.0
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Detected:
    """One measurement.

    Attributes:
        events: from the first commit of offsets to the last, so that starting up does not count.
        avvik: changes published of all events.
        rate: events per second.
        cpu_us: whose CPU -> microseconds per event.
    """

    store: str
    events: int
    avvik: int
    rate: float
    cpu_us: dict[str, float]


def detect(home: Path, kafka: LocalKafka, databases: Databases, store: str, stays: int) -> Detected:
    """Fill the topic with the messages of `stays` new patients, and see how fast they are dealt with."""
    with installed(home / f"detect-{store}", kafka.address, databases.new(store)) as installation:
        return asyncio.run(_detect(installation, kafka, databases.pids(store), store, stays))


async def _detect(
    installation: Installation, kafka: LocalKafka, database: tuple[int, ...], store: str, stays: int
) -> Detected:
    async with AsyncExitStack() as stack:
        progress = Progress([kafka.address])
        await progress.open(stack)
        before, told = await progress.total(HENDELSER), await progress.total(AVVIK)
        await fill(kafka.address, stays, before // EVENTS)
        end = await progress.total(HENDELSER)
        pid = await asyncio.to_thread(installation.start, "detect")
        meter = Meter({"detect": (pid,), "database": database, "Kafka": (kafka_pid(kafka),)})
        first = await progress.beyond(before)
        meter.start()
        started = time.perf_counter()
        last = await progress.beyond(end - 1)
        wall_s, count = time.perf_counter() - started, last - first
        cpu = meter.read(count)
        return Detected(store, end - before, await progress.total(AVVIK) - told, count / wall_s, cpu)


async def fill(bootstrap: str, stays: int, first: int) -> None:
    """Put the messages of some stays on the topic, in the order they came."""
    producer = Producer([bootstrap])
    await producer.start()
    try:
        records = [in_json(HENDELSER.name, str(event.pid), event) for event in events(stays, first)]
        for start in range(0, len(records), AT_ONCE):
            await producer.send(records[start : start + AT_ONCE], 30)
    finally:
        await producer.stop()


class Progress:
    """How far detect has come, as Kafka sees it: its offsets are committed once the avvik are out."""

    def __init__(self, bootstrap: list[str]) -> None:
        self._consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
        self._admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)

    async def open(self, stack: AsyncExitStack) -> None:
        await self._consumer.start()
        stack.push_async_callback(self._consumer.stop)
        await self._admin.start()
        stack.push_async_callback(self._admin.close)

    async def total(self, topic: Topic) -> int:
        """Records ever written to a topic."""
        partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        ends: Mapping[TopicPartition, int] = await self._consumer.end_offsets(partitions)
        return sum(ends.values())

    async def beyond(self, offset: int) -> int:
        """Wait until detect has committed more than `offset` records; how many."""
        async with asyncio.timeout(LIMIT_S):
            while (committed := await self._committed()) <= offset:  # noqa: ASYNC110 - Kafka tells nobody
                await asyncio.sleep(LOOK_S)
        return committed

    async def _committed(self) -> int:
        try:
            offsets = await self._admin.list_consumer_group_offsets(GROUP)
        except GroupCoordinatorNotAvailableError:  # Kafka makes its topic of offsets for the first group
            return 0
        return sum(meta.offset for where, meta in offsets.items() if where.topic == HENDELSER.name)
