"""The producer: a call returns when Kafka has acknowledged every record of it, or raises."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError, ProducerClosed

from adapters import metrics, tracing
from adapters.errors import Transient
from adapters.kafka import wire
from adapters.kafka.batches import Turns
from adapters.kafka.records import Record
from schemas.topics import HEADROOM, MAX_RECORD

WAITED = (KafkaTimeoutError, ProducerClosed)
"""Not retriable in aiokafka's eyes, but the producer is sound: it was busy, or is another one now."""


class RecordTooLarge(Exception):
    """Larger than the topic takes; no second try will help."""


def too_large(records: Sequence[Record]) -> bool:
    """Whether one of them is larger than any topic of ours takes."""
    return any(len(record.value or b"") > MAX_RECORD + HEADROOM for record in records)


class Producer:
    """Writes to Kafka: acks=all, idempotent, zstd. Safe to call many at a time.

    Records of one call to one partition keep their order. A record that was not acknowledged within
    the limit may still arrive: ids are computed, so sending it again does no harm.

    Attributes:
        bootstrap: host:port of each server.
        request_limit_s: how long one request to Kafka may take, in seconds.
    """

    def __init__(
        self, bootstrap: Sequence[str], client_id: str = "plo", request_limit_s: float = 10.0
    ) -> None:
        self._bootstrap = bootstrap
        self._client_id = client_id
        self._request_limit_s = request_limit_s
        self._kafka: AIOKafkaProducer | None = None
        self._renewal: asyncio.Task[None] | None = None
        self._turns: Turns = defaultdict(asyncio.Lock)

    async def start(self) -> None:
        """Connect. Raises Transient when Kafka does not answer."""
        self._kafka = await self._connected()

    async def stop(self) -> None:
        """Wait a few seconds for what is on its way, then let go of it."""
        if self._renewal is not None:
            await asyncio.wait([self._renewal])
        kafka, self._kafka = self._kafka, None
        if kafka is not None:
            await wire.stop(kafka)

    async def send(self, records: Sequence[Record], limit_s: float) -> None:
        """Write all of `records`; returns when all are acknowledged.

        Raises:
            Transient: not all were acknowledged within `limit_s` seconds.
            RecordTooLarge: one of them is larger than its topic takes.
        """
        (failure,) = await self.send_each([records], limit_s)
        if failure:
            raise failure

    async def send_each(
        self, groups: Sequence[Sequence[Record]], limit_s: float
    ) -> list[Transient | RecordTooLarge | None]:
        """Write groups of records together: for each None, or what `send` of it would have raised."""
        kafka = self._kafka
        if kafka is None:
            raise Transient("producer is not started")
        large = [too_large(records) for records in groups]
        fitting = [[] if one else records for one, records in zip(large, groups, strict=True)]
        spans = tracing.publishing(fitting)
        failures = await wire.acknowledged(kafka, self._turns, fitting, limit_s)
        for span in spans:
            span.end()
        return [
            RecordTooLarge() if one else self._told(kafka, failure)
            for one, failure in zip(large, failures, strict=True)
        ]

    def _told(
        self, kafka: AIOKafkaProducer, failure: BaseException | None
    ) -> Transient | RecordTooLarge | None:
        """The failure in our words; a producer that cannot go on is replaced."""
        if failure is None:
            return None
        if isinstance(failure, MessageSizeTooLargeError):
            self._renew(kafka)
            return RecordTooLarge()
        metrics.produce_failed(type(failure).__name__)
        if isinstance(failure, KafkaError) and not (failure.retriable or isinstance(failure, WAITED)):
            self._renew(kafka)
        return Transient(f"Kafka did not acknowledge: {type(failure).__name__}")

    async def ping(self) -> None:
        """Really ask Kafka which servers it has. Raises Transient when it does not answer."""
        if self._kafka is None:
            raise Transient("producer is not started")
        try:
            await self._kafka.client.fetch_all_metadata()
        except KafkaError as exc:
            raise Transient(f"Kafka does not answer: {type(exc).__name__}") from None

    async def _connected(self) -> AIOKafkaProducer:
        try:
            return await wire.connect(self._bootstrap, self._client_id, self._request_limit_s)
        except (KafkaError, TimeoutError) as exc:
            raise Transient(f"Kafka does not answer: {type(exc).__name__}") from None

    def _renew(self, failed: AIOKafkaProducer) -> None:
        """Begin to take a new producer id in place of `failed`.

        A batch that Kafka refused has used up its sequence numbers, so an idempotent producer can
        write nothing more to that partition (aiokafka never begins a new epoch).
        """
        if self._kafka is failed and (self._renewal is None or self._renewal.done()):
            self._renewal = asyncio.create_task(self._replace(failed))

    async def _replace(self, failed: AIOKafkaProducer) -> None:
        with suppress(Transient):
            self._kafka = await self._connected()
            await wire.stop(failed)
