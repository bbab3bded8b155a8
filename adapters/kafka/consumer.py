"""A consumer group's member: FastStream reads, Guard decides, offsets are committed explicitly.

FastStream 0.7 swallows exceptions and reads on, so a handler that fails must never be followed by a
commit of a later offset: the one handler here returns only when its batch is dealt with, or when the
partitions are no longer ours, or the consumer is stopping.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError

from adapters import metrics
from adapters.errors import Transient
from adapters.kafka.guard import Bury, Guard, Handle, LetGo
from adapters.kafka.records import Incoming
from adapters.kafka.subscription import Subscription, subscribe
from adapters.kafka.traced import traced_handle

log = structlog.get_logger()

START_LIMIT_S = 60.0
COMMIT_LIMIT_S = 15.0


class Consumer(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka ships it untyped
    """Reads topics in batches and hands them to `handle`; at least once, in order within a partition."""

    def __init__(
        self, bootstrap: Sequence[str], subscription: Subscription, handle: Handle, bury: Bury
    ) -> None:
        self._subscription = subscription
        self._guard = Guard(subscription.group, traced_handle(subscription.group, handle), bury, self._wait)
        self._broker, self._subscriber = subscribe(bootstrap, subscription, self)
        self._subscriber(self._on_batch)
        self._held: frozenset[TopicPartition] = frozenset()
        self._busy = asyncio.Lock()
        self._let_go = asyncio.Event()
        self._over = asyncio.Event()
        self._failure: Exception | None = None

    @property
    def assigned(self) -> frozenset[int]:
        """Partitions of the first topic that are ours now; none while the group shares them out anew."""
        first = self._subscription.topics[0]
        return frozenset(held.partition for held in self._held if held.topic == first)

    @property
    def waiting_for(self) -> str:
        """What the consumer waits for; "" when it works."""
        return self._guard.waiting_for

    async def start(self) -> None:
        """Join the group and begin to read. Raises Transient when Kafka does not answer."""
        try:
            async with asyncio.timeout(START_LIMIT_S):
                await self._broker.start()
        except (KafkaError, TimeoutError) as exc:
            await self.stop()
            raise Transient(f"Kafka does not answer: {type(exc).__name__}") from None

    async def stop(self) -> None:
        """Finish the batch at hand if that takes seconds, and leave. What is not done comes again."""
        self._over.set()
        self._let_go.set()
        with suppress(KafkaError):
            await self._broker.stop()
        self._held = frozenset()

    async def ended(self) -> None:
        """Returns after stop(). Raises what made the consumer end by itself: TooManyBugs as a rule."""
        await self._over.wait()
        if self._failure is not None:
            raise self._failure

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Kafka takes partitions back: let the batch at hand be done; one that waits is given up."""
        self._held = frozenset()
        self._let_go.set()
        async with self._busy:
            pass

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Kafka gives partitions."""
        self._held = frozenset(assigned)
        if not self._over.is_set():
            self._let_go.clear()
        log.info("consumer.assigned", group=self._subscription.group, partitions=sorted(self.assigned))

    async def _on_batch(self, records: tuple[Incoming, ...]) -> None:
        async with self._busy:
            # Read before a rebalance: those records are another's now, or will be read again.
            batch = [one for one in records if TopicPartition(one.topic, one.partition) in self._held]
            if not batch or self._over.is_set():
                return
            started = time.perf_counter()
            try:
                await self._guard.run(batch)
            except LetGo:
                return
            except Exception as exc:
                self._give_up(exc)
                return
            await self._commit(batch)
            topics = Counter(one.topic for one in batch)
            metrics.handled(self._subscription.group, topics, time.perf_counter() - started)

    async def _commit(self, batch: Sequence[Incoming]) -> None:
        """Commit what was handled, never what was only fetched. A failure means the records come again."""
        consumer = self._subscriber.consumer
        if consumer is None:
            return
        offsets = {TopicPartition(one.topic, one.partition): one.offset + 1 for one in batch}
        try:
            async with asyncio.timeout(COMMIT_LIMIT_S):
                await consumer.commit(offsets)
        except (KafkaError, TimeoutError) as exc:
            name = type(exc).__name__
            metrics.commit_failed(self._subscription.group, name)
            log.warning("offsets.not_committed", group=self._subscription.group, error=name)

    async def _wait(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._let_go.wait(), seconds)
        except TimeoutError:
            return True
        return False

    def _give_up(self, exc: Exception) -> None:
        """Read no more. The owner learns it from ended() and calls stop(); nothing was committed."""
        self._failure = exc
        self._subscriber.running = False
        self._over.set()
        metrics.consumer_stopped(self._subscription.group)
        log.error("consumer.stopped", group=self._subscription.group, error=type(exc).__name__)
