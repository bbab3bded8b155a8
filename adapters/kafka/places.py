"""Records by their place: the topic, the partition and the offset."""

import asyncio
from typing import Protocol

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from adapters.errors import Transient
from adapters.kafka.records import Incoming

WAIT_S = 10.0
WAIT_MS = 1_000


class Reads(Protocol):
    """What gives a record by its place."""

    async def at(self, topic: str, partition: int, offset: int) -> Incoming | None:
        """The record; None when it is there no more. Raises Transient."""


class Places:
    """Gives records that are asked for; those that come with them are remembered for the next question."""

    def __init__(self, reader: AIOKafkaConsumer) -> None:
        """`reader` is started, belongs to no group, and is used for nothing else meanwhile."""
        self._reader = reader
        self._at: TopicPartition | None = None
        self._near: dict[int, Incoming] = {}
        self._turn = asyncio.Lock()

    async def at(self, topic: str, partition: int, offset: int) -> Incoming | None:
        """The record; None when it is there no more. Raises Transient: Kafka does not answer."""
        place = TopicPartition(topic, partition)
        async with self._turn:
            if place != self._at or offset not in self._near:
                try:
                    async with asyncio.timeout(WAIT_S):
                        await self._read(place, offset)
                except (KafkaError, TimeoutError) as exc:
                    self._at = None
                    raise Transient(f"Kafka does not answer: {type(exc).__name__}") from None
            return self._near.get(offset)

    async def _read(self, place: TopicPartition, offset: int) -> None:
        self._near = {}
        if place != self._at:
            self._reader.assign([place])
            self._at = place
        first = (await self._reader.beginning_offsets([place]))[place]
        end = (await self._reader.end_offsets([place]))[place]
        if not first <= offset < end:
            return
        self._reader.seek(place, offset)
        while not self._near:
            batch = await self._reader.getmany(place, timeout_ms=WAIT_MS)
            self._near = {one.offset: incoming_of(one) for one in batch.get(place, ())}


def incoming_of(record: ConsumerRecord[bytes, bytes]) -> Incoming:
    """A record as aiokafka gives it, nothing decoded."""
    return Incoming(
        record.topic,
        record.partition,
        record.offset,
        record.timestamp,
        record.key,
        record.value,
        tuple(record.headers),
    )
