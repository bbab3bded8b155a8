"""How far detect has come, as Kafka sees it: its offsets are committed once the avvik are out."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError

from consumers.detect import GROUP
from schemas.topics import HENDELSER, Topic

LOOK_S = 0.05
LIMIT_S = 300.0


class Progress:
    """Asks Kafka."""

    def __init__(self, bootstrap: list[str]) -> None:
        self._consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
        self._admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)

    async def open(self, stack: AsyncExitStack) -> None:
        await self._consumer.start()
        stack.push_async_callback(self._consumer.stop)
        await self._admin.start()
        stack.push_async_callback(self._admin.close)

    async def total(self, topic: Topic) -> int:
        """Records ever written to a topic."""
        partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        ends: Mapping[TopicPartition, int] = await self._consumer.end_offsets(partitions)
        return sum(ends.values())

    async def beyond(self, offset: int) -> int:
        """Wait until detect has committed more than `offset` records; how many."""
        async with asyncio.timeout(LIMIT_S):
            while (committed := await self._committed()) <= offset:  # noqa: ASYNC110 - Kafka tells nobody
                await asyncio.sleep(LOOK_S)
        return committed

    async def _committed(self) -> int:
        try:
            offsets = await self._admin.list_consumer_group_offsets(GROUP)
        except GroupCoordinatorNotAvailableError:  # Kafka makes its topic of offsets for the first group
            return 0
        return sum(meta.offset for where, meta in offsets.items() if where.topic == HENDELSER.name)
