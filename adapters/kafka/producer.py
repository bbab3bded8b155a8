"""The producer: a call returns when Kafka has acknowledged every record of it, or raises."""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, ProducerClosed
from aiokafka.structs import RecordMetadata

from adapters import metrics
from adapters.errors import Transient
from adapters.kafka.records import Position, Record
from schemas.topics import MAX_RECORD

BATCH_BYTES = 512 * 1024
"""Uncompressed; a batch that does not compress must still fit in a topic of 1 MiB records."""
HEADROOM = 65_536
"""A dead letter is the record it came from and at most this much more in headers."""
STOP_LIMIT_S = 5.0


class RecordTooLarge(Exception):
    """Larger than the topic takes; no second try will help."""


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
        self._bootstrap = list(bootstrap)
        self._client_id = client_id
        self._request_limit_ms = int(request_limit_s * 1000)
        self._kafka: AIOKafkaProducer | None = None
        self._renewal: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect. Raises Transient when Kafka does not answer."""
        self._kafka = await self._connected()

    async def stop(self) -> None:
        """Wait a few seconds for what is on its way, then let go of it."""
        if self._renewal is not None:
            await asyncio.wait([self._renewal])
        kafka, self._kafka = self._kafka, None
        if kafka is not None:
            await _stop(kafka)

    async def send(self, records: Sequence[Record], limit_s: float) -> list[Position]:
        """Write all of `records`; returns where they are, in the same order, all acknowledged.

        Raises:
            Transient: not all were acknowledged within `limit_s` seconds.
            RecordTooLarge: one of them is larger than its topic takes.
        """
        kafka = self._kafka
        if kafka is None:
            raise Transient("producer is not started")
        if any(_size(record) > MAX_RECORD + HEADROOM for record in records):
            raise RecordTooLarge
        try:
            async with asyncio.timeout(limit_s):
                return await _acknowledged(kafka, records)
        except MessageSizeTooLargeError:
            self._renew(kafka)
            raise RecordTooLarge from None
        except (KafkaError, TimeoutError) as exc:
            metrics.produce_failed(type(exc).__name__)
            if isinstance(exc, KafkaError) and not exc.retriable:
                self._renew(kafka)
            raise Transient(f"Kafka did not acknowledge: {type(exc).__name__}") from None

    async def ping(self) -> None:
        """Really ask Kafka which servers it has. Raises Transient when it does not answer."""
        if self._kafka is None:
            raise Transient("producer is not started")
        try:
            await self._kafka.client.fetch_all_metadata()
        except KafkaError as exc:
            raise Transient(f"Kafka does not answer: {type(exc).__name__}") from None

    async def _connected(self) -> AIOKafkaProducer:
        kafka = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            client_id=self._client_id,
            acks="all",
            enable_idempotence=True,
            compression_type="zstd",
            max_batch_size=BATCH_BYTES,
            max_request_size=MAX_RECORD + HEADROOM,
            request_timeout_ms=self._request_limit_ms,
        )
        try:
            async with asyncio.timeout(self._request_limit_ms / 1000):
                await kafka.start()
        except BaseException as exc:
            await _stop(kafka)
            if isinstance(exc, (KafkaError, TimeoutError)):
                raise Transient(f"Kafka does not answer: {type(exc).__name__}") from None
            raise
        return kafka

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
            await _stop(failed)


def _size(record: Record) -> int:
    """Bytes of key, value and headers, without Kafka's own few."""
    headers = sum(len(name.encode()) + len(value or b"") for name, value in record.headers)
    return len(record.key or b"") + len(record.value or b"") + headers


async def _acknowledged(kafka: AIOKafkaProducer, records: Sequence[Record]) -> list[Position]:
    on_their_way: list[Awaitable[RecordMetadata]] = []
    for record in records:
        future = await kafka.send(record.topic, record.value, record.key, headers=list(record.headers))
        future.add_done_callback(_looked_at)
        on_their_way.append(future)
    written = await asyncio.gather(*on_their_way)
    return [Position(one.topic, one.partition, one.offset) for one in written]


def _looked_at(future: "asyncio.Future[RecordMetadata]") -> None:
    """Or asyncio complains of an exception nobody fetched when a call gave up before its records did."""
    if not future.cancelled():
        future.exception()


async def _stop(kafka: AIOKafkaProducer) -> None:
    """Flush for a while; then drop what is left: an idempotent producer would try for ever."""
    stopping = asyncio.ensure_future(kafka.stop())
    _, unfinished = await asyncio.wait([stopping], timeout=STOP_LIMIT_S)
    if unfinished:  # there is no public way
        kafka._sender.sender_task.cancel()
        await asyncio.wait([stopping], timeout=STOP_LIMIT_S)
        kafka._message_accumulator.fail_all(ProducerClosed())
    with suppress(KafkaError):
        await stopping
