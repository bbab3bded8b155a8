"""What has happened to one avvik, as avvik.v1 has it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from broker.scan import Range, scan
from broker.tracing.steps import avvik_of
from schemas.avvik import Avvik
from schemas.topics import AVVIK

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

MOST: Final = 50_000
"""Records of one partition that are looked through for one avvik."""
EARLIER: Final = timedelta(minutes=1)
"""Clocks differ: look this much before the time we know."""


async def changes_of(reader: "AIOKafkaConsumer", avvik: Avvik) -> list[Avvik]:
    """Every change, oldest first, each once."""
    versions = await _since(reader, avvik, avvik.detected_at - EARLIER)
    if 1 not in versions:  # told of before it could be found: what said so came out of order
        versions = await _since(reader, avvik, None)
    return [versions[version] for version in sorted(versions)]


async def _since(reader: "AIOKafkaConsumer", avvik: Avvik, since: datetime | None) -> dict[int, Avvik]:
    versions: dict[int, Avvik] = {}
    async for record in scan(reader, [Range(AVVIK.name, MOST, avvik.pid.encode(), since)], set()):
        one = avvik_of(record)
        if one and one.id == avvik.id:
            versions[one.version] = one
    return versions
