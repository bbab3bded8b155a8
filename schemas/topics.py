"""The table of topics (architecture.md §9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MAX_MESSAGE = 20_000_000
"""Largest XML message in bytes, by default."""
MAX_VALUE = 1_000_000
"""Largest value of a record in bytes, by default; a larger message lies in the claim-check store."""
MAX_RECORD = 1_048_588
"""Largest record in bytes, Kafka's own default: a value, its key, its headers, and what a batch takes."""
HEADROOM = 65_536
"""A dead letter is the record it came from, which others may have written, and at most this much more."""

DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and what it promises.

    Attributes:
        holds: what its records are, for people and for the AsyncAPI document.
        key: what its records are keyed by.
        days: how long records are kept.
        partitions: at creation; Kafka never takes partitions away.
        max_bytes: largest record.
    """

    name: str
    holds: str
    key: str
    days: int
    partitions: int = 6
    max_bytes: int = MAX_RECORD

    @property
    def config(self) -> dict[str, str]:
        """The topic's settings, as Kafka names them."""
        return {
            "cleanup.policy": "delete",
            "retention.ms": str(self.days * DAY_MS),
            "max.message.bytes": str(self.max_bytes),
        }


MELDINGER = Topic("meldinger.v1", "XML as received", "pid", 365)
HENDELSER = Topic("hendelser.v1", "typed events of one patient", "pid", 3 * 365)
KVITTERINGER = Topic("kvitteringer.v1", "AppRecs sent and received", "pid", 365)
AVVIK = Topic("avvik.v1", "changes of avvik", "pid", 3 * 365)

INTERNAL = (MELDINGER, HENDELSER, KVITTERINGER, AVVIK)
ROUTED = (MELDINGER, KVITTERINGER, AVVIK)


def dlt(topic: Topic) -> Topic:
    """Where a record of `topic` goes that no try will help; same partitions, bytes unchanged."""
    name = f"{topic.name}.dlt"
    most = topic.max_bytes + HEADROOM
    return Topic(name, f"dead letters of {topic.name}", topic.key, 365, topic.partitions, most)


READERS: Mapping[str, tuple[Topic, ...]] = {
    "detect": (HENDELSER,),
    "route": ROUTED,
    "receive": (MELDINGER,),
}
"""Consumer group -> topics whose dead letters it can be given again; `receive` is the door."""
REPLAY = ".replay."
REPLAY_DAYS = 7


def replay(topic: Topic, reader: str) -> Topic:
    """Where dead letters of `topic` are run again, for the one consumer that failed; same partitions."""
    holds = f"dead letters of {topic.name} to be handled again by {reader}"
    most = topic.max_bytes + HEADROOM
    return Topic(f"{topic.name}{REPLAY}{reader}", holds, topic.key, REPLAY_DAYS, topic.partitions, most)


def replays_of(reader: str) -> tuple[Topic, ...]:
    """What a consumer reads beside its topics."""
    return tuple(replay(topic, reader) for topic in READERS[reader])


REPLAYS = tuple(topic for reader in READERS for topic in replays_of(reader))


def source_of(name: str) -> str:
    """The topic that a record belongs to: hendelser.v1.replay.detect -> hendelser.v1; any other as it is."""
    return name.partition(REPLAY)[0]


LINGER_DAYS = 8
"""Days that a record may lie beyond its topic's own: Kafka takes away whole segments, begun every seven."""
KEPT_DAYS = (
    max(topic.days for topic in (MELDINGER, KVITTERINGER, *map(dlt, INTERNAL))) + REPLAY_DAYS + LINGER_DAYS
)
"""Days that what lies beside Kafka is kept: as long as a record may lead there, dead letters too,
and those that are run again on their last day."""


def party_topic(topic: Topic, her: str) -> Topic:
    """What the party `her` may read of `topic`: meldinger.v1 -> part.<her>.meldinger.v1."""
    return Topic(f"part.{her}.{topic.name}", f"{topic.holds}, to {her}", topic.key, 90, 3, topic.max_bytes)


SHADOW = "skygge."
SHADOW_DAYS = 7


def shadow(topic: Topic) -> Topic:
    """Where a shadow run writes what would have gone to `topic`; same partitions, kept for a week."""
    name, holds = f"{SHADOW}{topic.name}", f"{topic.holds}, of shadow runs"
    return Topic(name, holds, topic.key, SHADOW_DAYS, topic.partitions, topic.max_bytes)


SHADOWED = (HENDELSER, KVITTERINGER, AVVIK, dlt(MELDINGER))
"""What a shadow run writes: all but the XML, which lies on meldinger.v1 already."""


def all_topics(parties: Iterable[str]) -> tuple[Topic, ...]:
    """Every topic of an installation with these parties (level-1 HER-ids)."""
    theirs = (party_topic(topic, her) for her in parties for topic in ROUTED)
    return (*INTERNAL, *map(dlt, INTERNAL), *REPLAYS, *theirs)
