"""aiokafka's producer: how we start, use and stop one."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, ProducerClosed, UnknownTopicOrPartitionError

from adapters.kafka.batches import Groups, Turns, batched, get_in_line
from adapters.kafka.records import Record
from adapters.kafka.servers import reached
from schemas.topics import HEADROOM, MAX_RECORD

BATCH_BYTES = 512 * 1024
"""Uncompressed; a batch that does not compress must still fit in a topic of 1 MiB records."""
MOST_BYTES = MAX_RECORD + 2 * HEADROOM
"""Of one record, uncompressed; no topic of ours takes so much."""
STOP_LIMIT_S = 5.0


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
    kafka: AIOKafkaProducer, turns: Turns, groups: Sequence[Sequence[Record]], limit_s: float
) -> list[BaseException | None]:
    """Write groups of records; for each None, or what kept Kafka from acknowledging all of it in time.

    `turns` are the producer's own.
    """
    outcomes: list[BaseException | None] = [TimeoutError() for _ in groups]
    with suppress(TimeoutError):
        async with asyncio.timeout(limit_s):
            unknown = await _written(kafka, turns, dict(enumerate(groups)), outcomes)
            if unknown:  # new to this producer, or not there: after the others, to hold none of them up
                learning = [kafka.partitions_for(topic) for topic in _topics(unknown)]
                await asyncio.gather(*learning, return_exceptions=True)
                for number in await _written(kafka, turns, unknown, outcomes):
                    outcomes[number] = UnknownTopicOrPartitionError()
    return outcomes


async def _written(
    kafka: AIOKafkaProducer, turns: Turns, groups: Groups, outcomes: list[BaseException | None]
) -> Groups:
    """Write the groups whose topics are known, and return the others.

    `outcomes` gets how each of them went, also where the time was too short.
    """
    partitions = {topic: _partitions(kafka, topic) for topic in _topics(groups)}
    known = {number: each for number, each in groups.items() if all(partitions[one.topic] for one in each)}
    batches = batched(kafka, known, partitions)
    try:
        await get_in_line(kafka, turns, batches)
        if written := [batch.written for batch in batches if batch.written]:
            await asyncio.wait(written)
    finally:
        for number in known:
            outcomes[number] = None
        for batch in batches:
            if why := batch.why_not():
                for number in batch.groups:
                    outcomes[number] = outcomes[number] or why
    return {number: each for number, each in groups.items() if number not in known}


def _topics(groups: Groups) -> set[str]:
    return {record.topic for records in groups.values() for record in records}


def _partitions(kafka: AIOKafkaProducer, topic: str) -> int:
    """How many a topic has, 0 where that is not known yet."""
    return len(kafka.client.cluster.partitions_for_topic(topic) or ())


async def stop(kafka: AIOKafkaProducer) -> None:
    """Flush for a while; then drop what is left: an idempotent producer would try for ever."""
    stopping = asyncio.ensure_future(kafka.stop())
    _, unfinished = await asyncio.wait([stopping], timeout=STOP_LIMIT_S)
    if unfinished:  # there is no public way
        kafka._sender.sender_task.cancel()
        await asyncio.wait([stopping], timeout=STOP_LIMIT_S)
        kafka._message_accumulator.fail_all(ProducerClosed())
        await asyncio.wait([stopping])
    if stopping.cancelled():  # by aiokafka itself, where Kafka does not answer; it has closed nothing then
        await kafka.client.close()
        return
    with suppress(KafkaError):
        await stopping
