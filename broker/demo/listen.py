"""The demo's ear on Kafka: receipts and avvik, without a group, so that it leaves no trace."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from pydantic import ValidationError

from adapters.kafka.servers import reached
from broker.settings import Settings
from schemas.avvik import Avvik
from schemas.events import KVITTERINGER as RECEIPTS
from schemas.events import KvitteringSendt
from schemas.topics import AVVIK, KVITTERINGER

BACK: Final = 500
"""How many records of each partition from before are looked at: a demo has a handful."""
WAIT_MS: Final = 150

Heard = Avvik | tuple[KvitteringSendt, str]
"""An avvik, or a receipt with the key of its record."""


@dataclass(frozen=True, slots=True)
class KafkaEar:
    """An open ear; `heard` is asked again and again.

    Attributes:
        ends: where each partition ended when it was opened.
    """

    reader: AIOKafkaConsumer
    ends: dict[TopicPartition, int]

    async def before(self) -> list[Heard]:
        """What was there when the ear was opened."""
        found: list[Heard] = []
        while await self._behind():
            found += await self.heard()
        return found

    async def heard(self) -> list[Heard]:
        """What has come since it was last asked; waits a moment for it."""
        batches = await self.reader.getmany(timeout_ms=WAIT_MS)
        records = (record for batch in batches.values() for record in batch)
        return [one for record in records for one in understood(record.topic, record.key, record.value)]

    async def _behind(self) -> bool:
        for partition, end in self.ends.items():
            if await self.reader.position(partition) < end:
                return True
        return False


@asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[KafkaEar]:
    """Open an ear that begins with the newest records of before. Raises KafkaError when Kafka is away."""
    reader = AIOKafkaConsumer(
        KVITTERINGER.name,
        AVVIK.name,
        **reached(settings.bootstrap),
        client_id="plo-demo",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=WAIT_MS,
    )
    await reader.start()
    try:
        found = list(reader.assignment())
        first, ends = await reader.beginning_offsets(found), await reader.end_offsets(found)
        for one in found:
            reader.seek(one, max(first[one], ends[one] - BACK))
        yield KafkaEar(reader, ends)
    finally:
        await reader.stop()


def understood(topic: str, key: bytes | None, value: bytes | None) -> Iterator[Heard]:
    """What a record tells; nothing for one that tells nothing: its place is the dead letters, not here."""
    try:
        if topic == AVVIK.name:
            yield Avvik.model_validate_json(value or b"")
        elif isinstance(fact := RECEIPTS.validate_json(value or b""), KvitteringSendt):
            yield fact, (key or b"").decode("ascii", "replace")
    except ValidationError:
        return
