"""How Kafka is: its servers, and how far behind each reader is, asked of a real one."""

import pytest

from adapters.errors import Transient
from adapters.kafka.cluster import Look
from adapters.kafka.producer import Producer
from adapters.kafka.records import Record
from adapters.kafka.topics import apply
from broker.kafka_local import LocalKafka
from schemas.topics import HENDELSER


async def test_servers_and_lag(kafka: LocalKafka, producer: Producer) -> None:
    """One server of one; nothing is known of a group that has read nothing; then what it has not read."""
    from aiokafka import AIOKafkaConsumer

    await apply([kafka.address], [HENDELSER])
    await producer.send([Record(HENDELSER.name, b"a", b"x", ()) for _ in range(5)], 30)
    look = Look([kafka.address], ["detect", "route"])
    try:
        first = await look.now()
        assert (first.nodes, first.of, first.lag) == (1, 1, {"detect": None, "route": None})
        reader = AIOKafkaConsumer(
            HENDELSER.name, bootstrap_servers=kafka.address, group_id="detect", auto_offset_reset="earliest",
            enable_auto_commit=False,
        )  # fmt: skip
        await reader.start()
        read = await reader.getone()
        await reader.commit({p: 2 for p in reader.assignment() if p.partition == read.partition})
        await reader.stop()
        assert (await look.now()).lag == {"detect": 3, "route": None}
    finally:
        await look.close()


async def test_a_kafka_that_is_away() -> None:
    """Says so, and can be asked again."""
    look = Look(["127.0.0.1:1"], ["detect"])
    for _ in range(2):
        with pytest.raises(Transient):
            await look.now()
    await look.close()
