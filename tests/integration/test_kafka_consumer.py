"""A consumer on a real Kafka: what it does when records, handlers or Kafka itself misbehave."""

import asyncio
import os
import subprocess
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from servers import kafka_server

from adapters.errors import Transient
from adapters.kafka.bad import Bad
from adapters.kafka.burial import Burial
from adapters.kafka.consumer import Consumer
from adapters.kafka.guard import Handle, TooManyBugs
from adapters.kafka.producer import Producer
from adapters.kafka.records import Incoming, Record, text_of
from adapters.kafka.subscription import Subscription
from adapters.kafka.topics import apply
from broker.kafka_local import LocalKafka
from schemas.topics import MAX_RECORD, Topic, dlt

NOW = datetime(2026, 2, 12, 14, 5, tzinfo=UTC)
TWO = 2


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """One Kafka for this file; every test has topics and groups of its own."""
    server = kafka_server(Path(tmp_path_factory.mktemp("kafka")))
    yield server
    server.stop()


@pytest.fixture
async def producer(kafka: LocalKafka) -> AsyncIterator[Producer]:
    """A started producer."""
    made = Producer([kafka.address])
    await made.start()
    yield made
    await made.stop()


async def new_topic(kafka: LocalKafka, partitions: int = 1) -> Topic:
    """A topic of this test alone, with its dead letters."""
    topic = Topic(f"t.{uuid.uuid4().hex[:8]}", "test", "key", 1, partitions, MAX_RECORD)
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
) -> AsyncIterator[Consumer]:
    """A consumer at work; stopped at the end."""
    name = group or f"g.{topic.name}"
    burial = Burial(producer, name, "0.1.0", lambda: NOW, limit_s=1.0)
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


async def test_in_order_and_committed(kafka: LocalKafka, producer: Producer) -> None:
    """Records come in order, and the offset after the last one is committed."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 50), 10)
    seen = Seen()
    async with consuming(kafka, topic, seen, producer) as consumer:
        await seen.until(50)
        assert consumer.assigned == {0}
    assert seen.values == [str(number).encode() for number in range(50)]
    assert await committed(kafka, topic) == 50


POISON = {
    "null header": Record("", b"k", b"1", (("ce_id", None),)),
    "header that is not UTF-8": Record("", b"k", b"2", (("ce_id", b"\xff\xfe"),)),
    "giant header": Record("", b"k", b"3", (("x", b"\x00" * 100_000), ("ce_id", b"a"))),
    "garbage": Record("", b"\xff", bytes(range(256))),
    "null value": Record("", b"k", None),
    "no key": Record("", None, b"{}"),
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON.keys())
async def test_poison_is_dead_lettered_unchanged(
    kafka: LocalKafka, producer: Producer, poison: Record
) -> None:
    """A record no one can read reaches the handler, ends as a dead letter, and the rest goes on."""
    topic = await new_topic(kafka)
    bad = Record(topic.name, poison.key, poison.value, poison.headers)
    await producer.send([*numbered(topic, 1), bad, *numbered(topic, 1, first=5)], 10)

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        return [Bad(one, "PERMANENT_FORMAT", "event.unreadable", "Ulesbar.") for one in batch if is_bad(one)]

    def is_bad(one: Incoming) -> bool:
        return one.value not in (b"0", b"5")

    seen = Seen(refuse)
    async with consuming(kafka, topic, seen, producer):
        await seen.until(3)
        [letter] = await everything(kafka, f"{topic.name}.dlt", 1)
    assert (letter.key, letter.value) == (poison.key, poison.value)
    assert letter.header("plo-dlq-class") == "PERMANENT_FORMAT"
    assert letter.header("plo-dlq-code") == "event.unreadable"
    assert letter.header("plo-dlq-original-offset") == "1"
    assert sum(len(name) + len(value or b"") for name, value in letter.headers) <= 8192
    small = [pair for pair in poison.headers if len(pair[1] or b"") < 1000]
    assert [pair for pair in letter.headers if pair[0] in ("ce_id", "x")] == small
    assert await committed(kafka, topic) == 3


async def test_header_name_that_is_not_utf8(kafka: LocalKafka, producer: Producer) -> None:
    """aiokafka cannot read such a record, and stood still before it; now it comes like any other."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 1), 10)
    command = [b"kcat", b"-P", b"-b", kafka.address.encode(), b"-t", topic.name.encode(), b"-H", b"\xff=1"]
    await asyncio.to_thread(subprocess.run, command, input=b"odd", check=True)
    await producer.send(numbered(topic, 1, first=2), 10)

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        return [Bad(one, "PERMANENT_FORMAT", "x", "y") for one in batch if one.value == b"odd"]

    seen = Seen(refuse)
    async with consuming(kafka, topic, seen, producer):
        await seen.until(3)
        [letter] = await everything(kafka, f"{topic.name}.dlt", 1)
    assert seen.values == [b"0", b"odd", b"2"]
    assert letter.value == b"odd"
    assert letter.headers[0] == ("\ufffd", b"1")


async def test_bug_is_tried_three_times_then_dead_lettered(kafka: LocalKafka, producer: Producer) -> None:
    """An exception of the handler costs only the record it came from, which is tried three times alone."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 5), 10)
    tried: list[int] = []

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        if any(one.value == b"2" for one in batch):
            tried.append(len(batch))
            raise ValueError("hemmelig 12345678901")
        return ()

    seen = Seen(refuse)
    async with consuming(kafka, topic, seen, producer):
        await seen.until(4)
        [letter] = await everything(kafka, f"{topic.name}.dlt", 1)
    assert seen.values == [b"0", b"1", b"3", b"4"]
    assert tried.count(1) >= 3
    assert letter.value == b"2"
    assert letter.header("plo-dlq-class") == "BUG"
    assert letter.header("plo-dlq-exception") == "ValueError"
    assert letter.header("plo-dlq-attempts") == "3"
    assert "test_kafka_consumer" in (letter.header("plo-dlq-where") or "")
    assert not any(b"12345678901" in (value or b"") for _, value in letter.headers)
    assert await committed(kafka, topic) == 5


async def test_transient_waits_in_place(kafka: LocalKafka, producer: Producer) -> None:
    """While something is away nothing is committed and nothing overtakes; afterwards all is in order."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 3), 10)
    away = True

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        if away:
            raise Transient("store")
        return ()

    seen = Seen(refuse)
    async with consuming(kafka, topic, seen, producer) as consumer:
        await until(lambda: consumer.waiting_for == "store")
        await producer.send(numbered(topic, 3, first=3), 10)
        await asyncio.sleep(1)
        assert seen.values == []
        assert await committed(kafka, topic) == 0
        away = False
        await seen.until(6)
        assert consumer.waiting_for == ""
    assert seen.values == [str(number).encode() for number in range(6)]
    assert await committed(kafka, topic) == 6


async def test_stop_while_waiting(kafka: LocalKafka, producer: Producer) -> None:
    """A consumer that waits for something stops at once, and commits nothing."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 1), 10)

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        raise Transient("store")

    async with consuming(kafka, topic, Seen(refuse), producer) as consumer:
        await until(lambda: consumer.waiting_for != "")
        begun = time.monotonic()
        await consumer.stop()
        assert time.monotonic() - begun < 5
        await consumer.ended()
    assert await committed(kafka, topic) == 0


async def test_nothing_is_committed_before_the_handler_returns(kafka: LocalKafka, producer: Producer) -> None:
    """A consumer that dies in its handler leaves the offset; another gets the records again."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 4), 10)
    begun = asyncio.Event()

    async def never(batch: Sequence[Incoming]) -> Sequence[Bad]:
        begun.set()
        await asyncio.Event().wait()
        return ()

    burial = Burial(producer, f"g.{topic.name}", "0.1.0", lambda: NOW)
    subscription = Subscription((topic.name,), f"g.{topic.name}", "member-1")
    dying = Consumer([kafka.address], subscription, never, burial.bury)
    await dying.start()
    await begun.wait()
    for task in dying._subscriber.tasks:  # as SIGKILL would: no goodbye, no commit
        task.cancel()
    assert dying._subscriber.consumer is not None
    await dying._subscriber.consumer.stop()
    assert await committed(kafka, topic) == 0
    seen = Seen()
    async with consuming(kafka, topic, seen, producer, instance="member-1"):
        await seen.until(4)
    assert seen.values == [b"0", b"1", b"2", b"3"]
    await dying.stop()


async def test_too_many_bugs_stop_the_consumer(kafka: LocalKafka, producer: Producer) -> None:
    """More than ten bugs in a row stop it: nothing more is dead-lettered, nothing of the batch committed."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 30), 10)

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        return [Bad(one, "BUG", "bug", "Feil.") for one in batch]

    async with consuming(kafka, topic, Seen(refuse), producer, batch=4) as consumer:
        with pytest.raises(TooManyBugs):
            async with asyncio.timeout(20):
                await consumer.ended()
        await asyncio.sleep(0.3)
    assert await committed(kafka, topic) == 8
    letters = await everything(kafka, f"{topic.name}.dlt", 8)
    assert [one.value for one in letters] == [str(number).encode() for number in range(8)]


async def test_garbage_does_not_stop_the_consumer(kafka: LocalKafka, producer: Producer) -> None:
    """Records of a wrong form are the sender's fault: any number of them in a row is dead-lettered."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 30), 10)

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        return [Bad(one, "PERMANENT_FORMAT", "event.unreadable", "Ulesbar.") for one in batch]

    seen = Seen(refuse)
    async with consuming(kafka, topic, seen, producer):
        letters = await everything(kafka, f"{topic.name}.dlt", 30)
    assert len({one.header("plo-dlq-id") for one in letters}) == 30
    assert await committed(kafka, topic) == 30


async def test_dead_letters_unavailable(kafka: LocalKafka, producer: Producer) -> None:
    """A dead letter that cannot be written is waited for: nothing is committed, nothing is skipped."""
    topic = Topic(f"t.{uuid.uuid4().hex[:8]}", "test", "key", 1, 1)
    await apply([kafka.address], (topic,))
    await producer.send(numbered(topic, 2), 10)

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        return [Bad(one, "PERMANENT_FORMAT", "event.unreadable", "Ulesbar.") for one in batch]

    async with consuming(kafka, topic, Seen(refuse), producer) as consumer:
        await until(lambda: consumer.waiting_for != "")
        await asyncio.sleep(1.5)
        assert await committed(kafka, topic) == 0
        await apply([kafka.address], (dlt(topic),))
        letters = await everything(kafka, f"{topic.name}.dlt", 2)
        await until(lambda: consumer.waiting_for == "")
    assert [one.value for one in letters][:2] == [b"0", b"1"]
    assert await committed(kafka, topic) == 2


async def test_repeated_dead_letter_has_the_same_id(kafka: LocalKafka, producer: Producer) -> None:
    """Buried twice, by two members after a crash, a record is recognised by its plo-dlq-id."""
    topic = await new_topic(kafka)
    await producer.send(numbered(topic, 1), 10)
    [record] = await everything(kafka, topic.name, 1)
    burial = Burial(producer, "g", "0.1.0", lambda: NOW)
    for _ in range(TWO):
        await burial.bury([Bad(record, "PERMANENT_FORMAT", "x", "y")])
    first, second = await everything(kafka, f"{topic.name}.dlt", 2)
    assert first.header("plo-dlq-id") == second.header("plo-dlq-id") is not None


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


async def test_twenty_megabytes(kafka: LocalKafka, producer: Producer) -> None:
    """A message as large as the door takes goes through, though it does not compress; dead letter too."""
    topic = await new_topic(kafka)
    giant = os.urandom(20_000_000)
    await producer.send([Record(topic.name, b"k", giant), *numbered(topic, 1)], 30)

    def refuse(batch: Sequence[Incoming]) -> Sequence[Bad]:
        return [Bad(one, "PERMANENT_RULE", "x", "y") for one in batch if len(one.value or b"") > 10]

    seen = Seen(refuse)
    async with consuming(kafka, topic, seen, producer):
        await seen.until(2)
        [letter] = await everything(kafka, f"{topic.name}.dlt", 1)
    assert seen.values == [giant, b"0"]
    assert letter.value == giant
    assert text_of(letter.headers, "plo-dlq-class") == "PERMANENT_RULE"
