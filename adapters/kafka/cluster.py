"""How Kafka is: which of its servers are there, and how far behind its readers are; really asked."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from adapters.errors import Transient
from adapters.kafka.lag import LIMIT_S, Behind
from adapters.kafka.servers import reached


@dataclass(frozen=True, slots=True)
class Cluster:
    """What Kafka answered.

    Attributes:
        nodes: servers that are there now.
        of: servers that hold something, there or not.
        lag: consumer group -> records that it has not dealt with; None: it has never read anything.
    """

    nodes: int
    of: int
    lag: Mapping[str, int | None]


class Look:
    """Asks Kafka; connects when first asked, and anew after a failure."""

    def __init__(self, bootstrap: Sequence[str], groups: Collection[str]) -> None:
        self._bootstrap = bootstrap
        self._groups = groups
        self._behind = Behind(bootstrap, groups)
        self._admin: AIOKafkaAdminClient | None = None

    async def now(self) -> Cluster:
        """Ask. Raises Transient when Kafka does not answer."""
        try:
            async with asyncio.timeout(LIMIT_S):
                here, held = await self._nodes(await self._connected())
        except (KafkaError, TimeoutError, OSError) as exc:
            await self.close()
            raise Transient(f"Kafka does not answer: {type(exc).__name__}") from None
        lag: dict[str, int | None] = dict.fromkeys(self._groups)
        for (group, *_), records in (await self._behind.lag()).items():
            lag[group] = (lag[group] or 0) + int(records)
        return Cluster(len(here), len(here | held), lag)

    async def close(self) -> None:
        """Leave."""
        admin, self._admin = self._admin, None
        if admin is not None:
            await admin.close()
        await self._behind.close()

    async def _connected(self) -> AIOKafkaAdminClient:
        if self._admin is None:
            self._admin = AIOKafkaAdminClient(**reached(self._bootstrap))
            await self._admin.start()
        return self._admin

    async def _nodes(self, admin: AIOKafkaAdminClient) -> tuple[set[int], set[int]]:
        """The servers that are there, and those that a partition is kept on."""
        here = {broker["node_id"] for broker in (await admin.describe_cluster())["brokers"]}
        topics = await admin.describe_topics()
        return here, {node for topic in topics for one in topic["partitions"] for node in one["replicas"]}
