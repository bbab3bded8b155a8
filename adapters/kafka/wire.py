"""aiokafka's producer: how we start, use and stop one."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, partial
from itertools import chain

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, ProducerClosed
from aiokafka.structs import RecordMetadata, TopicPartition

from adapters.kafka.partitions import partition_of
from adapters.kafka.records import Record
from adapters.kafka.servers import reached
from schemas.topics import HEADROOM, MAX_RECORD

BATCH_BYTES = 512 * 1024
"""Uncompressed; a batch that does not compress must still fit in a topic of 1 MiB records."""
MOST_BYTES = MAX_RECORD + 2 * HEADROOM
"""Of one record, uncompressed; no topic of ours takes so much."""
STOP_LIMIT_S = 5.0
FULL_LIMIT_S = 10.0
"""How long a record may wait for room in its partition's batch."""


async def connect(bootstrap: Sequence[str], client_id: str, limit_s: float) -> AIOKafkaProducer:
    """A started producer; `limit_s` is for one request. Raises KafkaError and TimeoutError."""
    kafka = AIOKafkaProducer(
        **reached(bootstrap),
        client_id=client_id,
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        max_batch_size=BATCH_BYTES,
        max_request_size=MOST_BYTES,
        request_timeout_ms=int(limit_s * 1000),
    )
    try:
        async with asyncio.timeout(limit_s):
            await kafka.start()
    except BaseException:
        await stop(kafka)
        raise
    return kafka


async def acknowledged(
    kafka: AIOKafkaProducer, groups: Sequence[Sequence[Record]], limit_s: float
) -> list[BaseException | None]:
    """Write groups of records; for each None, or what kept Kafka from acknowledging all of it in time."""
    sent: list[list[asyncio.Future[RecordMetadata]]] = [[] for _ in groups]
    partitions = cache(partial(_partitions, kafka))
    with suppress(TimeoutError):
        async with asyncio.timeout(limit_s):
            for records, begun in zip(groups, sent, strict=True):
                for record in records:
                    begun.append(await _put(kafka, record, partitions(record.topic)))
            if futures := list(chain.from_iterable(sent)):
                await asyncio.wait(futures)
    return [_why_not(len(records), begun) for records, begun in zip(groups, sent, strict=True)]


def _why_not(count: int, futures: Sequence["asyncio.Future[RecordMetadata]"]) -> BaseException | None:
    pending = [future for future in futures if not future.done()]
    for future in pending:
        future.add_done_callback(_looked_at)
    failures = [future.exception() for future in futures if future.done()]  # all are looked at
    if pending or len(futures) < count:
        return TimeoutError()
    return next(filter(None, failures), None)


def _partitions(kafka: AIOKafkaProducer, topic: str) -> int:
    """How many a topic has, 0 where that is not known yet. It makes a set of them to tell, so ask seldom."""
    return len(kafka.client.cluster.partitions_for_topic(topic) or ())


async def _put(kafka: AIOKafkaProducer, record: Record, partitions: int) -> "asyncio.Future[RecordMetadata]":
    """Put a record in its partition's batch; the future ends when it is acknowledged, or cannot be.

    kafka.send ends in the same call, but asks for metadata, size and partitions again for each record:
    several times the CPU. It still has those that need asking.
    """
    headers = list(record.headers)
    try:
        if not partitions or record.key is None or len(record.value or b"") > BATCH_BYTES:
            future = await kafka.send(record.topic, record.value, record.key, headers=headers)
        else:
            place = TopicPartition(record.topic, partition_of(record.key, partitions))
            future = await kafka._message_accumulator.add_message(
                place, record.key, record.value, FULL_LIMIT_S, headers=headers
            )
    except KafkaError as error:
        future = asyncio.get_running_loop().create_future()
        future.set_exception(error)
    ended: asyncio.Future[RecordMetadata] = future
    return ended


def _looked_at(future: "asyncio.Future[RecordMetadata]") -> None:
    """Or asyncio complains of an exception nobody fetched when a call gave up before its records did."""
    if not future.cancelled():
        future.exception()


async def stop(kafka: AIOKafkaProducer) -> None:
    """Flush for a while; then drop what is left: an idempotent producer would try for ever."""
    stopping = asyncio.ensure_future(kafka.stop())
    _, unfinished = await asyncio.wait([stopping], timeout=STOP_LIMIT_S)
    if unfinished:  # there is no public way
        kafka._sender.sender_task.cancel()
        await asyncio.wait([stopping], timeout=STOP_LIMIT_S)
        kafka._message_accumulator.fail_all(ProducerClosed())
    with suppress(KafkaError):
        await stopping
