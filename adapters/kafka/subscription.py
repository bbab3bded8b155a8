"""How FastStream is told to read: in batches, manual commits, from the beginning, without a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import ConsumerRebalanceListener
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.subscriber.usecase import BatchSubscriber

from adapters.kafka.parse import decode, parse
from adapters.kafka.servers import security_of

LONGEST_WAIT_MS = 24 * 60 * 60 * 1000
"""max.poll.interval: a batch may wait in place for a night without Kafka or the store. Heartbeats run beside
it, so a dead process is still noticed after SESSION_MS; leaving the group would help nobody, for the
next owner would wait for the same thing."""
SESSION_MS = 10_000
REBALANCE_MS = 30_000
"""How long the group waits for a member that finishes its batch before it gives up its partitions."""
POLL_MS = 50
FETCH_WAIT_MS = 100
"""How long Kafka may hold an answer that has nothing to give yet. While records of one partition wait here,
aiokafka asks for the others alone. Are those empty (a replay topic as a rule), nothing else is asked for
until the answer is here: with 500 ms, the default, a busy consumer stood still for 0.4 s at a time."""
FETCH_BYTES = 4 * 1024 * 1024
"""Of one partition at a time; Kafka gives a larger record nevertheless."""
STOP_LIMIT_S = 15.0


@dataclass(frozen=True, slots=True)
class Subscription:
    """What to read, and as whom.

    Attributes:
        group: consumer group, named after the consumer file.
        instance: this member's stable name (static membership): after a kill its partitions wait for it,
            under a second in place of half a minute. None: a member like any other.
        batch: most records at a time.
    """

    topics: tuple[str, ...]
    group: str
    instance: str | None = None
    batch: int = 500


def subscribe(
    bootstrap: Sequence[str], subscription: Subscription, listener: ConsumerRebalanceListener
) -> tuple[KafkaBroker, BatchSubscriber]:
    """A broker that only reads, and its one subscriber, which has no handler yet."""
    broker = _broker(bootstrap)
    subscriber = broker.subscriber(
        *subscription.topics,
        batch=True,
        max_records=subscription.batch,
        batch_timeout_ms=POLL_MS,
        group_id=subscription.group,
        group_instance_id=subscription.instance,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=FETCH_BYTES,
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_poll_interval_ms=LONGEST_WAIT_MS,
        session_timeout_ms=SESSION_MS,
        rebalance_timeout_ms=REBALANCE_MS,
        listener=listener,
        # The same partitions of every topic: a patient's replays go where the patient's events go.
        partition_assignment_strategy=(RangePartitionAssignor,),
        parser=parse,
        decoder=decode,
        no_reply=True,
    )
    return broker, subscriber


def _broker(bootstrap: Sequence[str]) -> KafkaBroker:
    """It makes no topics, and logs nothing itself: FastStream's log quotes exceptions and so messages."""
    return KafkaBroker(
        list(bootstrap),
        security=security_of(bootstrap),
        consumer_only=True,
        allow_auto_create_topics=False,
        apply_types=False,
        logger=None,
        graceful_timeout=STOP_LIMIT_S,
    )
