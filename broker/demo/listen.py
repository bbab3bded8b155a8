"""The demo's ear on Kafka: receipts and avvik, without a group, so that it leaves no trace."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from adapters.kafka.records import Incoming
from broker.cli.reach import kafka_of
from broker.cli.scan import Range, incoming_of, partitions
from broker.settings import Settings
from schemas.avvik import Avvik
from schemas.events import KVITTERINGER, KvitteringSendt
from schemas.topics import AVVIK
from schemas.topics import KVITTERINGER as RECEIPTS

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer, TopicPartition

BACK: Final = 500
"""How many records of each partition from before are looked at: a demo has a handful."""
WAIT_MS: Final = 150

Heard = Avvik | tuple[KvitteringSendt, str]
"""An avvik, or a receipt with the key of its record."""


@dataclass(slots=True)
class Ear:
    """An open ear; `heard` is asked again and again."""

    reader: "AIOKafkaConsumer"
    ends: dict["TopicPartition", int]

    async def before(self) -> list[Heard]:
        """What was there when the ear was opened."""
        found: list[Heard] = []
        while await self._behind():
            found += await self.heard()
        return found

    async def heard(self) -> list[Heard]:
        """What has come since it was last asked; waits a moment for it."""
        batches = await self.reader.getmany(timeout_ms=WAIT_MS)
        records = (incoming_of(record) for batch in batches.values() for record in batch)
        return [one for record in records for one in understood(record)]

    async def _behind(self) -> bool:
        return any([await self.reader.position(one) < end for one, end in self.ends.items()])


@asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[Ear]:
    """Open an ear that begins with the newest records of before."""
    async with kafka_of(settings) as reader:
        await reader.topics()
        found = [one for topic in (RECEIPTS, AVVIK) for one in partitions(reader, Range(topic.name, BACK))]
        reader.assign(found)
        first, ends = await reader.beginning_offsets(found), await reader.end_offsets(found)
        for one in found:
            reader.seek(one, max(first[one], ends[one] - BACK))
        yield Ear(reader, ends)


def understood(record: Incoming) -> Iterator[Heard]:
    """What a record tells; nothing for one that tells nothing: the dead letters are its place, not here."""
    value = record.value or b""
    try:
        if record.topic == AVVIK.name:
            yield Avvik.model_validate_json(value)
        elif isinstance(fact := KVITTERINGER.validate_json(value), KvitteringSendt):
            yield fact, (record.key or b"").decode("ascii", "replace")
    except ValidationError:
        return
