"""detect and clock on a real Kafka and a real store, at a time that the test decides."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from aiokafka.admin import AIOKafkaAdminClient
from consuming import until
from fakes import Clock as Stopped
from histories import AVTALE
from store_contract import opened

from adapters.kafka.burial import Burial
from adapters.kafka.consumer import Consumer
from adapters.kafka.producer import Producer
from adapters.kafka.subscription import Subscription
from adapters.outgoing import in_json
from adapters.store import avvik, outbox
from broker.kafka_local import LocalKafka
from consumers.clock import Clock
from consumers.detect import Detect
from consumers.settle import Settler
from schemas.avvik import Avvik
from schemas.events import AnyEvent
from schemas.topics import HENDELSER, Topic

MOST = 10_000
PARTITIONS = range(HENDELSER.partitions)


@dataclass
class Detecting:
    """Detectors of one group, each with its own connections to one store.

    Attributes:
        topic: in the place of hendelser.v1, for these alone.
        now: what all of them think the time is.
    """

    kafka: LocalKafka
    url: str
    producer: Producer
    topic: Topic
    now: Stopped = field(default_factory=Stopped)

    @asynccontextmanager
    async def at_work(self, detectors: int) -> AsyncIterator["Working"]:
        """So many of them, each with some of the partitions; stopped at the end."""
        async with AsyncExitStack() as stack:
            started = [await self._start(stack, number) for number in range(detectors)]
            consumers = [consumer for consumer, _ in started]
            await until(lambda: _shared([len(one.assigned) for one in consumers]), 60)
            yield Working(self, [clock for _, clock in started])

    @property
    def group(self) -> str:
        """Of consumers."""
        return f"detect.{self.topic.name}"

    async def tell(self, events: Sequence[AnyEvent]) -> None:
        """Put messages on the topic, in the order they came."""
        await self.producer.send([in_json(self.topic.name, str(one.pid), one) for one in events], 10)

    async def _start(self, stack: AsyncExitStack, number: int) -> tuple[Consumer, Clock]:
        store = await stack.enter_async_context(opened(self.url))
        settler = Settler(store, self.producer, AVTALE, 10.0)
        burial = Burial(self.producer, self.group, "1", self.now, 10.0)
        detect = Detect(store, settler, burial, self.now)
        subscription = Subscription((self.topic.name,), self.group, f"{self.group}-{number}")
        consumer = Consumer([self.kafka.address], subscription, detect.handle, detect.bury)
        await consumer.start()
        stack.push_async_callback(consumer.stop)
        return consumer, Clock(store, settler, lambda: consumer.assigned, self.now)

    async def known(self) -> list[Avvik]:
        """All avvik of the store, by id; nothing is left to publish."""
        async with opened(self.url) as store:
            async with store.read() as conn:
                assert await outbox.pending(conn, PARTITIONS, 1) == []
            bodies = await avvik.newest(store, MOST)
        return sorted(map(Avvik.model_validate_json, bodies), key=lambda one: one.id)


@dataclass
class Working:
    """Detectors while they work."""

    of: Detecting
    clocks: list[Clock]

    async def until(self, moment: datetime, count: int) -> None:
        """Let it be that time, and wait: `count` records dealt with in all, and everything that is due."""
        self.of.now.at = moment
        admin = AIOKafkaAdminClient(bootstrap_servers=self.of.kafka.address)
        await admin.start()
        try:
            while await _committed(admin, self.of.group) < count:
                pass
        finally:
            await admin.close()
        while any([await clock.tick() for clock in self.clocks]):
            pass


def _shared(partitions: Sequence[int]) -> bool:
    """Every partition has its owner, and everybody some."""
    return sum(partitions) == len(PARTITIONS) and all(partitions)


async def _committed(admin: AIOKafkaAdminClient, group: str) -> int:
    offsets = await admin.list_consumer_group_offsets(group)
    return sum(meta.offset for meta in offsets.values())
