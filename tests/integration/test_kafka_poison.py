"""A consumer on a real Kafka: records no one can read, and handlers that fail."""

import asyncio
import subprocess
import uuid
from collections.abc import Sequence

import pytest
from consuming import NOW, Seen, committed, consuming, everything, new_topic, numbered, until

from adapters.kafka.bad import Bad
from adapters.kafka.burial import Burial
from adapters.kafka.guard import TooManyBugs
from adapters.kafka.producer import Producer
from adapters.kafka.records import Incoming, Record
from adapters.kafka.topics import apply
from broker.kafka_local import LocalKafka
from schemas.topics import Topic, dlt

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
    assert "test_kafka_poison" in (letter.header("plo-dlq-where") or "")
    assert not any(b"12345678901" in (value or b"") for _, value in letter.headers)
    assert await committed(kafka, topic) == 5


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
    for _ in range(2):
        await burial.bury([Bad(record, "PERMANENT_FORMAT", "x", "y")])
    first, second = await everything(kafka, f"{topic.name}.dlt", 2)
    assert first.header("plo-dlq-id") == second.header("plo-dlq-id") is not None
