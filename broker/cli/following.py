"""avvik.v1 as it is on Kafka: one avvik's changes, or all as they come."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from adapters.kafka.places import incoming_of
from broker.cli.exits import AWAY, Stop
from broker.cli.reach import kafka_of
from broker.cli.scan import Range, partitions, scan
from schemas.avvik import Avvik
from schemas.topics import AVVIK

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming
    from broker.settings import Settings

MOST: Final = 50_000
"""Records of one partition that are looked through for one avvik."""
EARLIER: Final = timedelta(minutes=1)
"""Clocks differ: look this much before the time we know."""


async def history(settings: "Settings", avvik: Avvik) -> list[Avvik]:
    """Every change of one avvik, oldest first, each once."""
    async with kafka_of(settings) as reader:
        return await changes_of(reader, avvik)


async def changes_of(reader: "AIOKafkaConsumer", avvik: Avvik) -> list[Avvik]:
    """The same, with a reader that is open."""
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


async def follow(settings: "Settings", *, from_start: bool) -> AsyncGenerator[Avvik]:
    """Every change from now on, or from the first one kept; never ends by itself."""
    async with kafka_of(settings) as reader:
        found = partitions(reader, Range(AVVIK.name, 0))
        if not found:
            raise Stop(AWAY, f"Emnet {AVVIK.name} finnes ikke ennå.", "Lag det: plo topics apply")
        reader.assign(found)
        await (reader.seek_to_beginning(*found) if from_start else reader.seek_to_end(*found))
        async for record in reader:
            if one := avvik_of(incoming_of(record)):
                yield one


def avvik_of(record: "Incoming") -> Avvik | None:
    """The change in a record; None for one that is none: its place is the dead letters, not here."""
    try:
        return Avvik.model_validate_json(record.value or b"")
    except ValidationError:
        return None
