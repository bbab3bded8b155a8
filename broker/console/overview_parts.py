"""How every part of the service is, in words."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from broker import words
from broker.console.desk import Desk
from broker.run.parts import status

KINDS: Final = {
    "intake": "Mottak over HTTP",
    "folder": "Mottak fra mapper",
    "detect": "Regler og avvik",
    "route": "Videresending",
    "strandet": "Strandede meldinger",
    "console": "Konsollen",
}
"""Kind of part -> what it does."""
FRESH: Final = timedelta(seconds=30)
"""An answer of Kafka that is younger is as good as one of now."""


class Told(NamedTuple):
    """How a part is.

    Attributes:
        name: what it is called on this machine; "" for what is none of ours.
        place: where it listens, or what it reads.
    """

    title: str
    name: str
    well: bool
    text: str
    place: str = ""


def told(desk: Desk, now: datetime) -> list[Told]:
    """Kafka and the store, which were asked; then the parts, each with its own word. Reads small files."""
    return [_kafka(desk, now), _store(desk, now), *_parts(desk)]


def _kafka(desk: Desk, now: datetime) -> Told:
    since, seen = desk.health.since.get("kafka"), desk.kafka
    if since:
        return Told("Kafka", "", False, f"svarer ikke, siden {words.short_moment(since, now)}")
    if seen.cluster is None or seen.at is None:
        return Told("Kafka", "", True, "ikke spurt ennå")
    age = now - seen.at
    answer = "nå" if age < FRESH else f"for {words.span(age)} siden"
    here, all_ = seen.cluster.nodes, seen.cluster.of
    nodes = words.counted(all_, "node", "noder")
    return Told("Kafka", "", here == all_, f"{here} av {nodes}, siste svar {answer}")


def _store(desk: Desk, now: datetime) -> Told:
    """The page has just been counted there, so that it answers is known."""
    since = desk.health.since.get("store")
    if since:
        return Told(
            "Databasen", "", False, f"svarte ikke fra {words.short_moment(since, now)}, svarer igjen nå"
        )
    return Told("Databasen", "", True, "siste svar nå")


def _parts(desk: Desk) -> Iterator[Told]:
    for one in status(desk.settings):
        if one.name != "kafka":
            kind = one.name.rpartition("-")[0]
            how = "går som den skal" if one.healthy else one.why or "er ikke frisk"
            yield Told(KINDS.get(kind, kind or one.name), one.name, one.healthy, how, one.address)
