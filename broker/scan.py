"""Looking through topics: bounded, and without belonging to a group."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from adapters.kafka.places import incoming_of
from adapters.kafka.records import Incoming

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer, TopicPartition

WAIT_MS: Final = 1_000
QUIET: Final = 5
"""Rounds without a record before a partition whose end never comes is given up."""


@dataclass(frozen=True, slots=True)
class Range:
    """What to look through of one topic.

    Attributes:
        most: records per partition; counted from `since`, or from the end backwards without one. None: all.
        key: only the partition that records of this key lie on.
        since: only records written at or after this time.
    """

    topic: str
    most: int | None
    key: bytes | None = None
    since: datetime | None = None


async def scan(
    reader: "AIOKafkaConsumer", ranges: Iterable[Range], unread: set[str]
) -> AsyncIterator[Incoming]:
    """The records of all ranges, up to what is the end now; order within a partition only.

    A topic that holds more than was read of it is added to `unread`.
    """
    await learn_topics(reader)
    wanted = [(one, partitions(reader, one)) for one in ranges]
    for one, found in wanted:
        if found:
            async for incoming in _records(reader, one, found, unread):
                yield incoming


async def learn_topics(reader: "AIOKafkaConsumer") -> None:
    """Let it hear of the partitions of every topic: it only ever asks for the topics assigned to it."""
    from aiokafka import TopicPartition

    firsts = [TopicPartition(name, 0) for name in sorted(await reader.topics())]
    if firsts:
        reader.assign(firsts)
        await reader.end_offsets(firsts)


def partitions(reader: "AIOKafkaConsumer", one: Range) -> list["TopicPartition"]:
    """The partitions of a range: all, or the one that its key belongs to; none of a topic that is not there.

    To be asked right after `learn_topics`: when something else is assigned, the reader forgets the rest.
    """
    from aiokafka import TopicPartition
    from aiokafka.partitioner import DefaultPartitioner

    every = sorted(reader.partitions_for_topic(one.topic) or ())
    if one.key is not None and every:
        every = [DefaultPartitioner()(one.key, every, every)]
    return [TopicPartition(one.topic, number) for number in every]


async def _records(
    reader: "AIOKafkaConsumer", one: Range, found: list["TopicPartition"], unread: set[str]
) -> AsyncIterator[Incoming]:
    reader.assign(found)
    stops = await _seek(reader, one, found, unread)
    quiet = 0
    while stops and quiet < QUIET:
        batches = await reader.getmany(*stops, timeout_ms=WAIT_MS)
        quiet = 0 if batches else quiet + 1
        for partition, batch in batches.items():
            for record in batch:
                if record.offset < stops[partition]:
                    yield incoming_of(record)
        for partition in [*stops]:
            if await reader.position(partition) >= stops[partition]:
                del stops[partition]
    if stops:
        unread.add(one.topic)


async def _seek(
    reader: "AIOKafkaConsumer", one: Range, found: list["TopicPartition"], unread: set[str]
) -> dict["TopicPartition", int]:
    """Go to where the range begins; where it stops, for every partition that has something in it."""
    stops = {}
    for partition, every in (await _offsets(reader, one, found)).items():
        wanted = every[: one.most] if one.since or one.most is None else every[-one.most :]
        reader.seek(partition, wanted.start)
        if wanted:
            stops[partition] = wanted.stop
        if len(wanted) < len(every):
            unread.add(one.topic)
    return stops


async def _offsets(
    reader: "AIOKafkaConsumer", one: Range, found: list["TopicPartition"]
) -> dict["TopicPartition", range]:
    """The offsets that each partition has, from `since` on."""
    first: Mapping[TopicPartition, int] = await reader.beginning_offsets(found)
    last: Mapping[TopicPartition, int] = await reader.end_offsets(found)
    if one.since:
        ms = int(one.since.timestamp() * 1000)
        times = await reader.offsets_for_times(dict.fromkeys(found, ms))
        first = {p: times[p].offset if times.get(p) else last[p] for p in found}
    return {p: range(first[p], last[p]) for p in found}
