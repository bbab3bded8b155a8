"""How far behind each consumer group is, seen from outside it: also of one whose process is gone."""

import asyncio
from collections.abc import Collection, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from adapters.errors import Transient
from adapters.kafka.servers import reached

LIMIT_S = 10.0

Lag = dict[tuple[str, str, str], float]
"""(group, topic, partition) -> records that are not dealt with."""


class Behind:
    """Asks Kafka; connects when first asked, and anew after a failure."""

    def __init__(self, bootstrap: Sequence[str], groups: Collection[str]) -> None:
        """`groups` are those that are looked at, when there are such."""
        self._bootstrap = bootstrap
        self._groups = frozenset(groups)
        self._clients: tuple[AIOKafkaAdminClient, AIOKafkaConsumer] | None = None

    async def lag(self) -> Lag:
        """How many records each group has before it. Raises Transient: Kafka does not answer."""
        try:
            async with asyncio.timeout(LIMIT_S):
                return await self._lag(*await self._connected())
        except (KafkaError, TimeoutError, OSError) as exc:
            await self.close()
            raise Transient(f"Kafka does not answer: {type(exc).__name__}") from None

    async def close(self) -> None:
        """Leave."""
        clients, self._clients = self._clients, None
        for one in clients or ():
            await (one.close() if isinstance(one, AIOKafkaAdminClient) else one.stop())

    async def _connected(self) -> tuple[AIOKafkaAdminClient, AIOKafkaConsumer]:
        if self._clients is None:
            admin = AIOKafkaAdminClient(**reached(self._bootstrap))
            reader = AIOKafkaConsumer(**reached(self._bootstrap), enable_auto_commit=False)
            self._clients = admin, reader
            await admin.start()
            await reader.start()
        return self._clients

    async def _lag(self, admin: AIOKafkaAdminClient, reader: AIOKafkaConsumer) -> Lag:
        known = {name for name, *_ in await admin.list_consumer_groups()}
        found: Lag = {}
        for group in sorted(self._groups & known):
            offsets = await admin.list_consumer_group_offsets(group)
            if not offsets:
                continue
            places = await _places(admin, {place.topic for place in offsets})
            ends = await reader.end_offsets(places)
            unread = [place for place in places if place not in offsets]
            begins = await reader.beginning_offsets(unread) if unread else {}
            for place in places:
                read = offsets[place].offset if place in offsets else begins[place]
                # Never below nothing: records are committed between the answers.
                found[group, place.topic, str(place.partition)] = float(max(0, ends[place] - read))
        return found


async def _places(admin: AIOKafkaAdminClient, topics: Collection[str]) -> list[TopicPartition]:
    """Every partition of these topics: one that nothing was committed of yet is waited for too."""
    described = await admin.describe_topics(sorted(topics))
    return [
        TopicPartition(one["topic"], part["partition"]) for one in described for part in one["partitions"]
    ]
