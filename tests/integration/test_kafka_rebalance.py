"""A consumer on a real Kafka: partitions that move, and a Kafka that goes and comes."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from consuming import Seen, committed, consuming, new_topic, numbered, until
from servers import kafka_server

from adapters.errors import Transient
from adapters.kafka.bad import Bad
from adapters.kafka.producer import Producer
from adapters.kafka.records import Incoming, Record
from broker.kafka_local import LocalKafka


async def test_revoke_lets_the_batch_finish(kafka: LocalKafka, producer: Producer) -> None:
    """When another member joins, the batch at hand is finished and committed first: nothing comes twice."""
    topic = await new_topic(kafka, partitions=2)
    records = [Record(topic.name, str(n).encode(), str(n).encode()) for n in range(40)]
    await producer.send(records, 10)
    first, second = SlowSeen(1.5), Seen()
    async with consuming(kafka, topic, first, producer, batch=40) as one:
        await first.begun.wait()
        async with consuming(kafka, topic, second, producer) as other:
            await until(lambda: len(one.assigned) == len(other.assigned) == 1)
            await until(lambda: len(first.values) + len(second.values) >= 40)
            await asyncio.sleep(0.3)
    assert sorted([*first.values, *second.values], key=str) == sorted((one.value for one in records), key=str)


class SlowSeen(Seen):
    """Takes its time with the first batch."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.seconds = seconds

    async def __call__(self, batch: Sequence[Incoming]) -> Sequence[Bad]:
        self.begun.set()
        await asyncio.sleep(self.seconds)
        self.seconds = 0
        return await super().__call__(batch)


async def test_revoke_gives_up_a_batch_that_waits(kafka: LocalKafka, producer: Producer) -> None:
    """A member that waits for something does not hold up the others; its records come again, in order."""
    topic = await new_topic(kafka, partitions=2)
    await producer.send([Record(topic.name, str(n).encode(), str(n).encode()) for n in range(20)], 10)
    away = True

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        if away:
            raise Transient("store")
        return ()

    first, second = Seen(refuse), Seen()
    async with consuming(kafka, topic, first, producer) as one:
        await until(lambda: one.waiting_for != "")
        async with consuming(kafka, topic, second, producer) as other:
            await until(lambda: len(other.assigned) == 1 and second.values != [])
            away = False
            await until(lambda: len(first.values) + len(second.values) >= 20)
    assert len({*first.values, *second.values}) == 20


async def test_kafka_restarts_under_load(tmp_path: Path) -> None:
    """Kafka killed and started again while records are handled: all come, in order, none skipped."""
    server = kafka_server(tmp_path)
    producer = Producer([server.address])
    await producer.start()
    try:
        topic = await new_topic(server)
        seen = Seen()
        async with consuming(server, topic, seen, producer, batch=20):
            await producer.send(numbered(topic, 100), 10)
            await seen.until(40)
            await asyncio.to_thread(server.kill)
            with pytest.raises(Transient):
                await producer.send(numbered(topic, 1, first=100), 1)
            await asyncio.to_thread(server.start, print)
            await producer.send(numbered(topic, 100, first=101), 60)
            await until(lambda: b"200" in seen.values, 60)
        first_times = list(dict.fromkeys(seen.values))
        assert first_times == [str(number).encode() for number in range(201)]
        assert await committed(server, topic) == 201
    finally:
        await producer.stop()
        server.stop()


async def test_no_kafka(tmp_path: Path) -> None:
    """Without a Kafka start() says Transient; and when it goes away, stop() still ends in seconds."""
    server = kafka_server(tmp_path)
    producer = Producer([server.address])
    await producer.start()
    topic = await new_topic(server)
    await producer.send(numbered(topic, 1), 10)
    seen = Seen()
    async with consuming(server, topic, seen, producer):
        await seen.until(1)
        await asyncio.to_thread(server.stop)
        begun = time.monotonic()
    assert time.monotonic() - begun < 20
    with pytest.raises(Transient):
        async with consuming(server, topic, seen, producer):
            pass
    await producer.stop()
