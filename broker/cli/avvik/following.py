"""avvik.v1 as it is on Kafka: one avvik's changes, or all as they come."""

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from adapters.kafka.places import incoming_of
from broker.cli.exits import AWAY, Stop
from broker.cli.reach import kafka_of
from broker.scan import Range, partitions
from broker.tracing.changes import changes_of
from broker.tracing.steps import avvik_of
from schemas.avvik import Avvik
from schemas.topics import AVVIK

if TYPE_CHECKING:
    from broker.settings import Settings


async def history(settings: "Settings", avvik: Avvik) -> list[Avvik]:
    """Every change of one avvik, oldest first, each once."""
    async with kafka_of(settings) as reader:
        return await changes_of(reader, avvik)


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
