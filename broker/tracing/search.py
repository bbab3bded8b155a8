"""Looking through the topics for what concerns a message, or the messages of a stay."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from broker.scan import Range, scan
from broker.tracing.steps import REPLAY, avvik_of
from schemas.fact import computed_id
from schemas.topics import AVVIK, HENDELSER, KVITTERINGER, MELDINGER, ROUTED, dlt, party_topic

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming
    from adapters.store.claims import Claim
    from schemas.agreements import Agreement
    from schemas.topics import Topic

MOST: Final = 20_000
"""Records of each partition that are looked through, from just before the message was claimed."""
EARLIER: Final = timedelta(minutes=1)
"""Clocks of machines differ."""

BY_CONTENT: Final = "sha256:"
"""Begins the id of what could not be read, or was not its sender's to send."""
IN_JSON: Final = frozenset({KVITTERINGER.name, AVVIK.name})
"""Topics where the MsgId of another message stands in the record: what it answers, or rests on."""
INSIDE: Final = (MELDINGER, HENDELSER, KVITTERINGER, dlt(MELDINGER), dlt(HENDELSER))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of each partition is looked through: `most` records (None: all) from `since` on."""

    most: int | None
    since: datetime

    def of(self, topic: "Topic", key: bytes | None = None) -> Range:
        return Range(topic.name, self.most, key, self.since)

    def inside(self, keys: Iterable[bytes | None]) -> Iterator[Range]:
        """Our own topics, only the partitions that hold the patient where there is one.

        avvik.v1 is looked through in full: an avvik lies under the stay's first pid, which may be an alias.
        """
        yield self.of(AVVIK)
        for key in dict.fromkeys(keys):
            yield from (self.of(topic, key) for topic in INSIDE)

    def of_parties(self, parties: Iterable[str], keys: Collection[bytes | None]) -> Iterator[Range]:
        """What has been given to these; avvik in full, as `inside` does."""
        for her in parties:
            for topic in ROUTED:
                places = (None,) if topic == AVVIK else dict.fromkeys(keys)
                yield from (self.of(party_topic(topic, her), key) for key in places)

    def again(self, names: Iterable[str], keys: Iterable[bytes | None]) -> Iterator[Range]:
        """What was run again, of the topics there are."""
        for name in sorted(name for name in names if REPLAY in name):
            yield from (Range(name, self.most, key, self.since) for key in dict.fromkeys(keys))


@dataclass(slots=True)
class Search:
    """Looking for some messages, and for avvik of a stay; `unread` are the topics not read to their end."""

    reader: "AIOKafkaConsumer"
    msg_ids: frozenset[str]
    stays: frozenset[str] = frozenset()
    unread: set[str] = field(default_factory=set)

    async def through(self, ranges: Iterable[Range]) -> "list[Incoming]":
        """The records that concern them, each once."""
        found: dict[tuple[str, int, int], Incoming] = {}
        async for record in scan(self.reader, ranges, self.unread):
            if concerns(record, self.msg_ids, self.stays):
                found[record.topic, record.partition, record.offset] = record
        return [*found.values()]


def concerns(record: "Incoming", msg_ids: AbstractSet[str], stays: AbstractSet[str] = frozenset()) -> bool:
    """Whether a record is one of the messages, answers one, rests on one, or is an avvik of the stays."""
    own = (record.header("plo-msg-id"), f"{BY_CONTENT}{record.header('plo-dlq-payload-sha256')}")
    if not msg_ids.isdisjoint(own):
        return True
    name = record.topic.split(".", 2)[-1] if record.topic.startswith("part.") else record.topic
    value = record.value or b""
    return name in IN_JSON and any(one.encode() in value for one in (*msg_ids, *stays))


def keys_of(claim: "Claim") -> Iterator[bytes | None]:
    """Of its records; what was refused may name nobody: then its bytes have another key than its event."""
    yield claim.pid.encode() if claim.pid else None
    if claim.pid and claim.verdict == "avvist":
        yield computed_id(f"{claim.sender}/{claim.msg_id}").encode()


def still_open(unread: AbstractSet[str], records: "Iterable[Incoming]") -> list[str]:
    """The topics where more may come: nothing was found there, or avvik, which change long afterwards."""
    settled = {record.topic for record in records if not record.topic.endswith(AVVIK.name)}
    return sorted(unread - settled)


def parties_of(found: "Iterable[Incoming]", agreement: "Agreement") -> list[str]:
    """Who may have been given something: those the message is for, those answered, those of an avvik."""
    hers: dict[str, None] = {}
    for record in found:
        named = (record.header("plo-her-receivers") or "").split(",")
        named.append(record.header("plo-her-sender") or "")
        if avvik := avvik_of(record):
            named += [avvik.hospital, avvik.party or ""]
        hers |= dict.fromkeys(her for her in named if agreement.part(her))
    return list(hers)
