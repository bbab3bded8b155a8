"""One message's way through the service, from the store and the topics: the work behind plo trace."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from adapters.messages.sealed import reference
from adapters.store import claims
from broker.cli.reach import kafka_of, store_of
from broker.cli.scan import Range, scan
from broker.cli.steps import Step, avvik_of, of_claim, of_records
from broker.secret import pid_key
from schemas.fact import computed_id
from schemas.topics import AVVIK, HENDELSER, KVITTERINGER, MELDINGER, ROUTED, dlt, party_topic

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming
    from adapters.store.claims import Claim, Claimed
    from broker.settings import Settings
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


@dataclass(frozen=True, slots=True)
class Traced:
    """What was found about a message.

    Attributes:
        steps: in order of time; empty when the message was never taken in.
        unread: topics that were not read to their end, and may hold more about it.
    """

    steps: Sequence[Step]
    unread: Sequence[str] = ()


async def traced(settings: "Settings", agreement: "Agreement", msg_id: str, most: int | None) -> Traced:
    """Everything that can be found about a message in `most` records of each partition; None: in all."""
    if not msg_id.startswith(BY_CONTENT):
        msg_id = reference(msg_id, pid_key(settings))
    async with store_of(settings) as store:
        claimed = await claims.find(store, [msg_id])
    if not claimed:
        return Traced([])
    bounds = Bounds(most, min(one.claim.claimed_at for one in claimed) - EARLIER)
    async with kafka_of(settings) as reader:
        search = Search(reader, msg_id)
        found = await search.through(_inside(claimed, bounds))
        given = await search.through(_of_parties(_parties(found, agreement), bounds))
    steps = [*of_claims(claimed, agreement), *of_records(found, given, agreement)]
    steps.sort(key=lambda step: (step.at, step.order))
    return Traced(steps, still_open(search.unread, [*found, *given]))


def still_open(unread: AbstractSet[str], records: "Iterable[Incoming]") -> list[str]:
    """The topics where more may come: nothing was found there, or avvik, which change long afterwards."""
    settled = {record.topic for record in records if not record.topic.endswith(AVVIK.name)}
    return sorted(unread - settled)


def of_claims(claimed: "Iterable[Claimed]", agreement: "Agreement") -> Iterator[Step]:
    for one in claimed:
        yield from of_claim(one, agreement)


def _inside(claimed: "Sequence[Claimed]", bounds: "Bounds") -> Iterator[Range]:
    """Our own topics, only the partitions that hold the patient where there is one.

    avvik.v1 is looked through in full: an avvik lies under the stay's first pid, which may be another alias.
    """
    yield bounds.of(AVVIK)
    for key in dict.fromkeys(key for one in claimed for key in _keys(one.claim)):
        for topic in (MELDINGER, HENDELSER, KVITTERINGER, dlt(MELDINGER)):
            yield bounds.of(topic, key)


def _keys(claim: "Claim") -> Iterator[bytes | None]:
    """Of its records; what was refused may name nobody: then its bytes have another key than its event."""
    yield claim.pid.encode() if claim.pid else None
    if claim.pid and claim.verdict == "avvist":
        yield computed_id(f"{claim.sender}/{claim.msg_id}").encode()


def _of_parties(parties: Iterable[str], bounds: "Bounds") -> Iterator[Range]:
    for her in parties:
        for topic in ROUTED:
            yield bounds.of(party_topic(topic, her))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of each partition is looked through."""

    most: int | None
    since: datetime

    def of(self, topic: "Topic", key: bytes | None = None) -> Range:
        return Range(topic.name, self.most, key, self.since)


@dataclass(slots=True)
class Search:
    """Looking for one message; `unread` are the topics not read to their end."""

    reader: "AIOKafkaConsumer"
    msg_id: str
    unread: set[str] = field(default_factory=set)

    async def through(self, ranges: Iterable[Range]) -> "list[Incoming]":
        """The records that concern the message, each once."""
        found: dict[tuple[str, int, int], Incoming] = {}
        async for record in scan(self.reader, ranges, self.unread):
            if concerns(record, self.msg_id):
                found[record.topic, record.partition, record.offset] = record
        return [*found.values()]


def concerns(record: "Incoming", msg_id: str) -> bool:
    """Whether a record is this message, answers it, or rests on it."""
    if msg_id in (record.header("plo-msg-id"), f"{BY_CONTENT}{record.header('plo-dlq-payload-sha256')}"):
        return True
    name = record.topic.split(".", 2)[-1] if record.topic.startswith("part.") else record.topic
    return name in IN_JSON and msg_id.encode() in (record.value or b"")


def _parties(found: "Iterable[Incoming]", agreement: "Agreement") -> list[str]:
    """Who may have been given something: those the message is for, those answered, those of an avvik."""
    hers: dict[str, None] = {}
    for record in found:
        named = (record.header("plo-her-receivers") or "").split(",")
        named.append(record.header("plo-her-sender") or "")
        if avvik := avvik_of(record):
            named += [avvik.hospital, avvik.party or ""]
        hers |= dict.fromkeys(her for her in named if agreement.part(her))
    return list(hers)
