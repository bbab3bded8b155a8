"""From FastStream's raw batch to Incoming, without ever raising.

FastStream's own parser decodes headers as UTF-8 and fails on any other value, and on null; the handler
then never runs, and a later commit goes past the record.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka import ConsumerRecord
from faststream.kafka.message import FAKE_CONSUMER, KafkaMessage

from adapters.kafka.places import incoming_of
from adapters.kafka.records import Incoming

Raw = tuple[ConsumerRecord[bytes, bytes], ...]


async def parse(batch: Raw, _original: Callable[[Raw], Awaitable[KafkaMessage]]) -> KafkaMessage:
    """The batch as a message of FastStream without headers: we read those of each record ourselves."""
    first, last = batch[0], batch[-1]
    return KafkaMessage(
        raw_message=batch,
        body=b"",
        message_id=f"{first.topic}-{first.partition}-{first.offset}-{last.partition}-{last.offset}",
        correlation_id="",
        consumer=FAKE_CONSUMER,  # offsets are committed by Consumer, explicitly
    )


async def decode(message: KafkaMessage, _original: Callable[[Any], Awaitable[Any]]) -> tuple[Incoming, ...]:
    """Every record of the batch as it is."""
    records: Any = message.raw_message
    return tuple(map(incoming_of, records))
