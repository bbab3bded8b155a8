"""Finding dead letters on Kafka: the newest, or one by its id."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from broker.cli.exits import REFUSED, USAGE, Stop
from broker.cli.reach import kafka_of
from broker.cli.scan import Range, scan
from broker.cli.stranded import Stranded, begins, stranded_of
from schemas.topics import INTERNAL, dlt

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming
    from broker.settings import Settings

SEARCHED: Final = 50_000
"""Records per partition that are looked through for one id, from the newest backwards."""


async def newest(settings: "Settings", topic: str | None, most: int) -> list[Stranded]:
    """The newest dead letters, of one topic or all, newest first; each once, however often it repeats."""
    ranges = ranges_of(topic, most)
    async with kafka_of(settings) as reader:
        found = {one.id: one async for one in _stranded(reader, ranges)}
    return sorted(found.values(), key=lambda one: one.at, reverse=True)[:most]


async def _stranded(reader: "AIOKafkaConsumer", ranges: list[Range]) -> AsyncIterator[Stranded]:
    async for record in scan(reader, ranges):
        yield stranded_of(record)


async def one_of(settings: "Settings", prefix: str) -> "Incoming":
    """The dead letter whose id begins so. Raises Stop when there is none, or more than one."""
    found: dict[str, Incoming] = {}
    async with kafka_of(settings) as reader:
        async for record in scan(reader, ranges_of(None, SEARCHED)):
            if begins(record, prefix):
                found[record.header("plo-dlq-id") or ""] = record
    if not found:
        raise Stop(REFUSED, f"Fant ingen strandet melding {prefix}.", "Se hvilke som finnes: plo dlt list")
    if len(found) > 1:
        raise Stop(REFUSED, f"{len(found)} strandede meldinger begynner med {prefix}.", "Skriv flere tegn.")
    return found.popitem()[1]


def ranges_of(topic: str | None, most: int) -> list[Range]:
    """What to look through. Raises Stop for a topic that has no dead letters."""
    names = {one.name: dlt(one).name for one in INTERNAL}
    if topic is None:
        return [Range(name, most) for name in names.values()]
    plain = topic.removesuffix(".dlt")
    if plain not in names:
        raise Stop(USAGE, f"{topic} er ikke et emne med strandede meldinger.", f"Velg: {', '.join(names)}.")
    return [Range(names[plain], most)]
