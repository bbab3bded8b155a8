"""Records on their way to Kafka in batches of our own, one future to a batch.

Record by record, aiokafka makes a future of each and asks for metadata, size and partitions again: several
times the CPU.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.structs import RecordMetadata

from adapters.kafka.partitions import partition_of
from adapters.kafka.records import Record

Groups = Mapping[int, Sequence[Record]]
"""Records that are to be told of together, by the number of their group."""
Place = tuple[str, int]
"""A topic and a partition of it."""
Turns = defaultdict[Place, asyncio.Lock]
"""Whose turn it is to wait for room: of several that wait for it in one partition, aiokafka lets each wait a
shorter time than the one before. To each its own, so that one without a leader holds up no other."""


@dataclass(slots=True)
class Batch:
    """Records to one partition, and how it goes with them.

    Attributes:
        groups: whose records are in it.
        written: ends when Kafka has acknowledged it, or cannot; None before it is in line.
    """

    topic: str
    partition: int
    builder: BatchBuilder
    groups: set[int] = field(default_factory=set)
    written: "asyncio.Future[RecordMetadata] | None" = None

    def takes(self, record: Record) -> bool:
        """Take it in, unless the batch is full; the first one always fits."""
        headers = list(record.headers)
        return bool(self.builder.append(timestamp=None, key=record.key, value=record.value, headers=headers))

    async def wait_for_room(self, kafka: AIOKafkaProducer) -> None:
        """Until it is in line; why it cannot be is kept in `written`."""
        try:
            if self.partition not in await kafka.partitions_for(self.topic):  # made again, with fewer
                raise UnknownTopicOrPartitionError
            self.written = await kafka.send_batch(self.builder, self.topic, partition=self.partition)
        except KafkaError as error:
            self.written = asyncio.get_running_loop().create_future()
            self.written.set_exception(error)
        self.written.add_done_callback(_looked_at)

    def why_not(self) -> BaseException | None:
        """What has kept it from being acknowledged."""
        return self.written.exception() if self.written and self.written.done() else TimeoutError()


def _looked_at(future: "asyncio.Future[RecordMetadata]") -> None:
    """Or asyncio complains of an exception nobody fetched when a call gave up before its records did."""
    if not future.cancelled():
        future.exception()


async def get_in_line(kafka: AIOKafkaProducer, turns: Turns, batches: Sequence[Batch]) -> None:
    """Each partition's batches one after the other, and no partition after another."""
    lines: dict[Place, list[Batch]] = {}
    for batch in batches:
        lines.setdefault((batch.topic, batch.partition), []).append(batch)
    waiting = [_one_by_one(kafka, turns[place], line) for place, line in lines.items()]
    await (waiting[0] if len(waiting) == 1 else asyncio.gather(*waiting))


async def _one_by_one(kafka: AIOKafkaProducer, turn: asyncio.Lock, line: Sequence[Batch]) -> None:
    for batch in line:
        async with turn:
            await batch.wait_for_room(kafka)


def batched(kafka: AIOKafkaProducer, groups: Groups, partitions: Mapping[str, int]) -> list[Batch]:
    """The records in batches, those of one partition in their order; `partitions`: how many a topic has."""
    batches: list[Batch] = []
    last: dict[Place, Batch] = {}
    for number, records in groups.items():
        for record in records:
            place = record.topic, partition_of(record.key or b"", partitions[record.topic])
            batch = last.get(place)
            if batch is None or not batch.takes(record):
                batch = last[place] = Batch(*place, kafka.create_batch())
                batch.takes(record)
                batches.append(batch)
            batch.groups.add(number)
    return batches
