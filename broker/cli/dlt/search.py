"""Finding dead letters on Kafka: the newest, or one by its id."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from broker import words
from broker.cli.exits import AWAY, REFUSED, USAGE, Stop
from broker.cli.reach import kafka_of
from broker.letters.stranded import Stranded, begins, stranded_of
from broker.scan import Range, scan
from schemas.topics import INTERNAL, dlt

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming
    from broker.settings import Settings

SEARCHED: Final = 50_000
"""Records per partition that are looked through for one id, from the newest backwards."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search for one id came to.

    Attributes:
        record: the dead letter; None when none was found.
        unread: topics that were not read in full.
    """

    record: "Incoming | None"
    unread: tuple[str, ...]


async def newest(settings: "Settings", topic: str | None, most: int) -> list[Stranded]:
    """The newest dead letters, of one topic or all, newest first; each once, however often it repeats."""
    ranges = ranges_of(topic, most)
    async with kafka_of(settings) as reader:
        found = {one.id: one async for one in _stranded(reader, ranges)}
    return sorted(found.values(), key=lambda one: one.at, reverse=True)[:most]


async def _stranded(reader: "AIOKafkaConsumer", ranges: list[Range]) -> AsyncIterator[Stranded]:
    async for record in scan(reader, ranges, set()):
        yield stranded_of(record)


async def one_of(settings: "Settings", prefix: str, most: int | None) -> Sought:
    """Look for the dead letter whose id begins so in the `most` newest of each partition; None: in all.

    Raises Stop when there are more than one.
    """
    found: dict[str, Incoming] = {}
    unread: set[str] = set()
    async with kafka_of(settings) as reader:
        async for record in scan(reader, ranges_of(None, most), unread):
            if begins(record, prefix):
                found[record.header("plo-dlq-id") or ""] = record
    if len(found) > 1:
        raise Stop(REFUSED, f"{len(found)} strandede meldinger begynner med {prefix}.", "Skriv flere tegn.")
    return Sought(next(iter(found.values()), None), tuple(sorted(unread)))


def missing(prefix: str, unread: Sequence[str], most: int | None) -> Stop:
    """That none was found, and where it may be all the same."""
    what = f"Fant ingen strandet melding {prefix}"
    if not unread:
        return Stop(REFUSED, f"{what}.", "Se hvilke som finnes: plo dlt list")
    where = ", ".join(unread)
    if most is None:
        what = f"{what}, men leste ikke {where} til slutt: Kafka ga ikke flere poster."
        return Stop(AWAY, what, "Prøv igjen, eller se plo status.")
    what = f"{what} blant de {words.number(most)} nyeste i hver partisjon. Det er flere på {where}."
    return Stop(REFUSED, what, f"Let i alle: plo dlt show {prefix} --alle")


def ranges_of(topic: str | None, most: int | None) -> list[Range]:
    """What to look through. Raises Stop for a topic that has no dead letters."""
    names = {one.name: dlt(one).name for one in INTERNAL}
    if topic is None:
        return [Range(name, most) for name in names.values()]
    plain = topic.removesuffix(".dlt")
    if plain not in names:
        raise Stop(USAGE, f"{topic} er ikke et emne med strandede meldinger.", f"Velg: {', '.join(names)}.")
    return [Range(names[plain], most)]
