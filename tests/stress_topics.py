"""Topics read whole, and written by hand: also what no product of ours would write."""

import asyncio
from collections.abc import Iterable, Sequence

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from adapters.kafka.places import incoming_of
from adapters.kafka.records import Incoming, Record

READ_S = 60.0


def everything(bootstrap: str, *topics: str) -> list[Incoming]:
    """All that is on the topics now, in order within each partition."""
    return asyncio.run(_read(bootstrap, topics))


def write(bootstrap: str, records: Iterable[tuple[Record, int]]) -> list[tuple[str, int, int]]:
    """Write each record to the partition given; where they are: topic, partition, offset."""
    return asyncio.run(_write(bootstrap, list(records)))


async def _read(bootstrap: str, topics: Sequence[str]) -> list[Incoming]:
    reader = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await reader.start()
    try:
        async with asyncio.timeout(READ_S):
            return await _to_the_end(reader, topics)
    finally:
        await reader.stop()


async def _to_the_end(reader: AIOKafkaConsumer, topics: Sequence[str]) -> list[Incoming]:
    await reader._client.set_topics(topics)  # or it does not know the partitions; there is no public way
    places = [TopicPartition(one, number) for one in topics for number in reader.partitions_for_topic(one)]
    reader.assign(places)
    await reader.seek_to_beginning(*places)
    ends = await reader.end_offsets(places)
    found: list[Incoming] = []
    while any([await reader.position(place) < ends[place] for place in places]):
        for records in (await reader.getmany(timeout_ms=200)).values():
            found.extend(map(incoming_of, records))
    return found


async def _write(bootstrap: str, records: Sequence[tuple[Record, int]]) -> list[tuple[str, int, int]]:
    writer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await writer.start()
    try:
        sent = [
            await writer.send(one.topic, one.value, one.key, partition, headers=list(one.headers))
            for one, partition in records
        ]
        return [(done.topic, done.partition, done.offset) for done in await asyncio.gather(*sent)]
    finally:
        await writer.stop()
