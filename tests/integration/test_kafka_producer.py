"""The producer on a real Kafka: what it promises, and what it says when it cannot."""

import asyncio
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer
from servers import free_port, kafka_server

from adapters.errors import Transient
from adapters.kafka.producer import Producer, RecordTooLarge
from adapters.kafka.records import Record, cloud_headers
from adapters.kafka.topics import apply
from broker.kafka_local import LocalKafka
from schemas.topics import MAX_VALUE, Topic

NOW = datetime(2026, 2, 12, 14, 5, tzinfo=UTC)


async def values(kafka: LocalKafka, topic: str, count: int) -> list[bytes | None]:
    """The first `count` values of a topic."""
    reader = AIOKafkaConsumer(topic, bootstrap_servers=kafka.address, auto_offset_reset="earliest")
    await reader.start()
    try:
        async with asyncio.timeout(20):
            return [(await reader.getone()).value for _ in range(count)]
    finally:
        await reader.stop()


async def until(kafka: LocalKafka, topic: str, last: bytes) -> list[bytes | None]:
    """The values of a topic to this one."""
    reader = AIOKafkaConsumer(topic, bootstrap_servers=kafka.address, auto_offset_reset="earliest")
    await reader.start()
    found: list[bytes | None] = []
    try:
        async with asyncio.timeout(20):
            while last not in found:
                found.append((await reader.getone()).value)
    finally:
        await reader.stop()
    return found


async def test_records_keep_their_order(kafka: LocalKafka, producer: Producer) -> None:
    """What one call writes lies there when it returns, in the order given; one key keeps one partition."""
    await apply([kafka.address], (Topic("order", "", "", 1, 6),))
    headers = cloud_headers("1", "t.v1", NOW, "application/json")
    records = [Record("order", b"k", str(n).encode(), headers) for n in range(20)]
    await producer.send(records, 10)
    assert await values(kafka, "order", 20) == [one.value for one in records]


async def test_more_than_a_batch_keeps_its_order(kafka: LocalKafka, producer: Producer) -> None:
    """What no batch has room for goes in several, one after the other; a record may fill one alone, and
    need not have a key."""
    await apply([kafka.address], (Topic("batches", "", "", 1, 1),))
    sizes = [9_000] * 100 + [MAX_VALUE] + [9_000] * 100
    records = [Record("batches", None if n % 2 else b"k", os.urandom(size)) for n, size in enumerate(sizes)]
    await producer.send(records, 20)
    assert await values(kafka, "batches", len(sizes)) == [one.value for one in records]


async def test_many_at_a_time(kafka: LocalKafka, producer: Producer) -> None:
    """Five hundred calls at once: all is there when the last returns, and once."""
    await apply([kafka.address], (Topic("many", "", "", 1, 3),))
    sent = [os.urandom(9_000) for _ in range(500)]
    await asyncio.gather(
        *(producer.send([Record("many", str(n).encode(), value)], 20) for n, value in enumerate(sent))
    )
    assert sorted(filter(None, await values(kafka, "many", 500))) == sorted(sent)


async def test_one_that_fails_takes_no_other_with_it(kafka: LocalKafka, producer: Producer) -> None:
    """Of groups written together each has its own outcome; one whose topic is not there is not begun."""
    await apply([kafka.address], (Topic("together", "", "", 1, 3),))
    good, large = Record("together", b"k", b"v"), Record("together", b"k", bytes(25_000_000))
    lost = Record("no-such-topic", b"k", b"v")
    failures = await producer.send_each([[good], [good, large], [good]], 10)
    assert [type(one) for one in failures] == [type(None), RecordTooLarge, type(None)]
    failures = await producer.send_each([[good], [good, lost]], 1)
    assert [type(one) for one in failures] == [type(None), Transient]
    assert await values(kafka, "together", 3) == [b"v"] * 3
    assert await producer.send_each([], 1) == []


async def test_no_kafka() -> None:
    """Without a Kafka start() says Transient, soon, and send() too."""
    producer = Producer([f"127.0.0.1:{free_port()}"])
    with pytest.raises(Transient):
        await producer.start()
    with pytest.raises(Transient):
        await producer.send([Record("x", b"k", b"v")], 1)
    await producer.stop()


async def test_unknown_topic(producer: Producer) -> None:
    """A topic that is not there costs the limit, no more, and is worth another try."""
    begun = time.monotonic()
    with pytest.raises(Transient):
        await producer.send([Record("no-such-topic", b"k", b"v")], 0.5)
    assert time.monotonic() - begun < 2


async def test_kafka_away_and_back(tmp_path: Path) -> None:
    """Kafka gone: Transient when the limit is up. Kafka back: the same producer goes on, and takes again what
    it did not promise; nothing is lost."""
    server = kafka_server(tmp_path)
    producer = Producer([server.address])
    await producer.start()
    try:
        await apply([server.address], (Topic("away", "", "", 1, 1),))
        await producer.send([Record("away", b"k", b"0")], 10)
        await asyncio.to_thread(server.stop)
        begun = time.monotonic()
        ones = [Record("away", b"k", b"1-%d" % number) for number in range(20)]
        calls = [producer.send([one], 1.5) for one in ones]
        answers = await asyncio.gather(*calls, return_exceptions=True)
        assert all(isinstance(one, Transient) for one in answers)
        assert time.monotonic() - begun < 4
        await asyncio.to_thread(server.start, print)
        await asyncio.gather(*(producer.send([one], 60) for one in ones))
        await producer.send([Record("away", b"k", b"2")], 60)
        found = await until(server, "away", b"2")
        assert found[0] == b"0" and {*found[1:-1]} == {one.value for one in ones}
    finally:
        await producer.stop()
        server.stop()


async def test_stop_without_kafka(tmp_path: Path) -> None:
    """stop() ends in seconds although records wait for a Kafka that is gone."""
    server = kafka_server(tmp_path)
    producer = Producer([server.address])
    await producer.start()
    await apply([server.address], (Topic("gone", "", "", 1, 1),))
    await producer.send([Record("gone", b"k", b"0")], 10)
    await asyncio.to_thread(server.stop)
    with pytest.raises(Transient):
        await producer.send([Record("gone", b"k", b"1")], 0.5)
    begun = time.monotonic()
    await producer.stop()
    assert time.monotonic() - begun < 12


async def test_too_large(kafka: LocalKafka, producer: Producer) -> None:
    """What a topic does not take is said so, and does not keep the next record from its partition."""
    await apply([kafka.address], (Topic("small", "", "", 1, 1, max_bytes=1_048_588),))
    await producer.send([Record("small", b"k", b"0")], 10)
    with pytest.raises(RecordTooLarge):
        await producer.send([Record("small", b"k", os.urandom(2_000_000))], 10)
    with pytest.raises(RecordTooLarge):
        await producer.send([Record("small", b"k", bytes(25_000_000))], 10)
    async with asyncio.timeout(20):
        while not await written(producer):  # noqa: ASYNC110 there is no event for it
            await asyncio.sleep(0.1)
    assert (await values(kafka, "small", 2))[-1] == b"1"


async def written(producer: Producer) -> bool:
    """Whether a record is taken now; the sender tries again while it gets Transient, as ours do."""
    try:
        await producer.send([Record("small", b"k", b"1")], 2)
    except Transient:
        return False
    return True
