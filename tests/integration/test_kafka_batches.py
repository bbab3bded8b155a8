"""Batches in line on a real Kafka: topics that go away, and a Kafka that hangs, hold up nobody else."""

import asyncio
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from servers import kafka_server

from adapters.errors import Transient
from adapters.kafka import wire
from adapters.kafka.producer import Producer
from adapters.kafka.records import Record
from adapters.kafka.topics import apply
from broker.kafka_local import LocalKafka
from schemas.topics import Topic


async def delete(kafka: LocalKafka, topic: str) -> None:
    """Take a topic away, as somebody does by hand."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.address)
    await admin.start()
    await admin.delete_topics([topic])
    await admin.close()


async def test_partition_without_leader_holds_up_no_other(kafka: LocalKafka, producer: Producer) -> None:
    """While calls wait for room in a partition that nobody leads, others write to theirs."""
    await apply([kafka.address], (Topic("leaderless", "", "", 1, 1), Topic("led", "", "", 1, 1)))
    lost, good = Record("leaderless", b"k", b"v"), Record("led", b"k", b"v")
    await producer.send([lost, good], 10)
    await delete(kafka, "leaderless")
    waiting = [producer.send([lost], 9) for _ in range(9)]
    *_, last = await asyncio.gather(*waiting, producer.send([good], 6), return_exceptions=True)
    assert last is None


async def test_partition_without_leader_takes_no_group_with_it(kafka: LocalKafka, producer: Producer) -> None:
    """Of one call, what goes to other partitions is written, also what comes after those that wait."""
    await apply([kafka.address], (Topic("nobody", "", "", 1, 1), Topic("somebody", "", "", 1, 1)))
    lost, good = Record("nobody", b"k", b"v"), Record("somebody", b"k", b"v")
    await producer.send([lost, good], 10)
    await delete(kafka, "nobody")
    answers = await asyncio.gather(*(producer.send_each([[lost], [good]], 6) for _ in range(4)))
    assert all(written is None for _, written in answers)


async def test_topic_made_again_with_fewer_partitions(kafka: LocalKafka) -> None:
    """Calls in line for a partition that is no more get Transient; the next ones are written."""
    await apply([kafka.address], (Topic("fewer", "", "", 1, 6),))
    producer = Producer([kafka.address], request_limit_s=3)
    await producer.start()
    try:
        records = [Record("fewer", b"%d" % number, b"v") for number in range(30)]
        await producer.send(records, 10)
        await delete(kafka, "fewer")
        await apply([kafka.address], (Topic("fewer", "", "", 1, 1),))
        answers = await asyncio.gather(
            *(producer.send(records, 20) for _ in range(9)), return_exceptions=True
        )
        assert {type(one) for one in answers} <= {Transient, type(None)} and any(answers)
        await producer.send(records, 10)
    finally:
        await producer.stop()


async def test_stop_while_kafka_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """stop() returns, and closes its connections, although Kafka neither answers nor hangs up."""
    monkeypatch.setattr(wire, "STOP_LIMIT_S", 1.0)
    server = kafka_server(tmp_path)
    process = server._process()
    assert process
    producer = Producer([server.address])
    try:
        await producer.start()
        await apply([server.address], (Topic("hangs", "", "", 1, 1),))
        await producer.send([Record("hangs", b"k", b"0")], 10)
        process.suspend()
        with pytest.raises(Transient):
            while True:  # its threads halt one by one
                await producer.send([Record("hangs", b"k", b"1")], 0.5)
        before = asyncio.all_tasks()
        await producer.stop()
        assert asyncio.all_tasks() < before
    finally:
        process.resume()
        server.stop()
