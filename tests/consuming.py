"""A consumer group at work on a real Kafka, for tests: topics of its own, handlers that remember."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition

from adapters.claimcheck.vault import WITHOUT, ClaimCheck
from adapters.kafka.bad import Bad
from adapters.kafka.burial import Burial
from adapters.kafka.consumer import Consumer
from adapters.kafka.guard import Handle
from adapters.kafka.producer import Producer
from adapters.kafka.records import Incoming, Record
from adapters.kafka.subscription import Subscription
from adapters.kafka.topics import apply
from broker.kafka_local import LocalKafka
from schemas.topics import Topic, dlt

NOW = datetime(2026, 2, 12, 14, 5, tzinfo=UTC)


async def new_topic(kafka: LocalKafka, partitions: int = 1) -> Topic:
    """A topic of this test alone, with its dead letters."""
    topic = Topic(f"t.{uuid.uuid4().hex[:8]}", "test", "key", 1, partitions)
    await apply([kafka.address], (topic, dlt(topic)))
    return topic


class Seen:
    """A handler that remembers what it was given; `refuse` may raise or return what is bad."""

    def __init__(self, refuse: Callable[[Sequence[Incoming]], Sequence[Bad]] = lambda batch: ()) -> None:
        self.values: list[bytes | None] = []
        self.refuse = refuse

    async def __call__(self, batch: Sequence[Incoming]) -> Sequence[Bad]:
        bad = self.refuse(batch)
        self.values.extend(one.value for one in batch)
        return bad

    async def until(self, count: int, limit_s: float = 20.0) -> None:
        """Wait until so many records were handled."""
        await until(lambda: len(self.values) >= count, limit_s)


async def until(holds: Callable[[], bool], limit_s: float = 20.0) -> None:
    """Wait until something holds; fail after `limit_s` seconds."""
    async with asyncio.timeout(limit_s):
        while not holds():  # noqa: ASYNC110 what is waited for has no event
            await asyncio.sleep(0.02)


@asynccontextmanager
async def consuming(
    kafka: LocalKafka,
    topic: Topic,
    handle: Handle,
    producer: Producer,
    *,
    group: str = "",
    instance: str | None = None,
    batch: int = 500,
    claim_check: ClaimCheck = WITHOUT,
) -> AsyncIterator[Consumer]:
    """A consumer at work; stopped at the end."""
    name = group or f"g.{topic.name}"
    burial = Burial(producer, name, "0.1.0", lambda: NOW, 1.0, claim_check)
    subscription = Subscription((topic.name,), name, instance, batch)
    consumer = Consumer([kafka.address], subscription, handle, burial.bury)
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def committed(kafka: LocalKafka, topic: Topic, group: str = "", partition: int = 0) -> int:
    """The offset the group would go on from; 0 where nothing was committed."""
    reader = AIOKafkaConsumer(bootstrap_servers=kafka.address, group_id=group or f"g.{topic.name}")
    await reader.start()
    try:
        return await reader.committed(TopicPartition(topic.name, partition)) or 0
    finally:
        await reader.stop()


async def everything(kafka: LocalKafka, topic: str, count: int) -> list[Incoming]:
    """The first `count` records of a topic, partition by partition."""
    reader = AIOKafkaConsumer(topic, bootstrap_servers=kafka.address, auto_offset_reset="earliest")
    await reader.start()
    found: list[Incoming] = []
    try:
        async with asyncio.timeout(20):
            while len(found) < count:
                batch = await reader.getmany(timeout_ms=200)
                for one in (record for records in batch.values() for record in records):
                    place = (one.topic, one.partition, one.offset, one.timestamp)
                    found.append(Incoming(*place, one.key, one.value, tuple(one.headers)))
    finally:
        await reader.stop()
    return found


def numbered(topic: Topic, count: int, first: int = 0) -> list[Record]:
    """Records 0, 1, 2 … of one key."""
    return [Record(topic.name, b"k", str(number).encode()) for number in range(first, first + count)]
