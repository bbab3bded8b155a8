"""A consumer on a real Kafka: order, waiting in place, and offsets that are committed last."""

import asyncio
import time
from collections.abc import Sequence

from consuming import NOW, Seen, committed, consuming, new_topic, numbered, until

from adapters.errors import Transient
from adapters.kafka.bad import Bad
from adapters.kafka.burial import Burial
from adapters.kafka.consumer import Consumer
from adapters.kafka.producer import Producer
from adapters.kafka.records import Incoming
from adapters.kafka.subscription import Subscription
from broker.kafka_local import LocalKafka


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
