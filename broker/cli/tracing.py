"""One message's way through the service, from the store and the topics: the work behind plo trace."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from adapters.messages.sealed import reference
from adapters.store import claims
from broker.cli.reach import kafka_of, store_of
from broker.cli.scan import Range, scan
from broker.cli.steps import Step, avvik_of, of_claim, of_records
from broker.secret import pid_key
from schemas.topics import AVVIK, HENDELSER, KVITTERINGER, MELDINGER, ROUTED, dlt, party_topic

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming
    from adapters.store.claims import Claim, Claimed
    from broker.settings import Settings
    from schemas.agreements import Agreement

MOST: Final = 20_000
"""Records of each partition that are looked through, from just before the message was claimed."""
EARLIER: Final = timedelta(minutes=1)
"""Clocks of machines differ."""

IN_JSON: Final = frozenset({KVITTERINGER.name, AVVIK.name})
"""Topics where the MsgId of another message stands in the record: what it answers, or rests on."""


async def steps_of(settings: "Settings", agreement: "Agreement", msg_id: str) -> list[Step]:
    """Everything that can be found about a message, in order of time; empty when it was never taken in."""
    async with store_of(settings) as store:
        msg_id = reference(msg_id, pid_key(settings))
        claimed = await claims.find(store, [msg_id])
    if not claimed:
        return []
    since = min(one.claim.claimed_at for one in claimed) - EARLIER
    async with kafka_of(settings) as reader:
        found = [record async for record in _inside(reader, claimed, since, msg_id)]
        parties = _parties(found, agreement)
        given = [record async for record in _concerning(reader, _of_parties(parties, since), msg_id)]
    steps = [*of_claims(claimed, agreement), *of_records(found, given, agreement)]
    return sorted(steps, key=lambda step: (step.at, step.order))


def of_claims(claimed: "Iterable[Claimed]", agreement: "Agreement") -> Iterator[Step]:
    for one in claimed:
        yield from of_claim(one, agreement)


def _inside(
    reader: "AIOKafkaConsumer", claimed: "Sequence[Claimed]", since: datetime, msg_id: str
) -> "AsyncIterator[Incoming]":
    """Our own topics, only the partitions that hold the patient where there is one.

    avvik.v1 is looked through in full: an avvik lies under the stay's first pid, which may be another alias.
    """
    ranges = [Range(AVVIK.name, MOST, None, since)]
    for key in dict.fromkeys(_key(one.claim) for one in claimed):
        for topic in (MELDINGER, HENDELSER, KVITTERINGER, dlt(MELDINGER)):
            ranges.append(Range(topic.name, MOST, key, since))
    return _concerning(reader, ranges, msg_id)


def _key(claim: "Claim") -> bytes | None:
    return claim.pid.encode() if claim.pid else None


def _of_parties(parties: Iterable[str], since: datetime) -> list[Range]:
    return [Range(party_topic(topic, her).name, MOST, None, since) for her in parties for topic in ROUTED]


async def _concerning(
    reader: "AIOKafkaConsumer", ranges: Iterable[Range], msg_id: str
) -> "AsyncIterator[Incoming]":
    seen: set[tuple[str, int, int]] = set()
    async for record in scan(reader, ranges):
        place = (record.topic, record.partition, record.offset)
        if place not in seen and concerns(record, msg_id):
            seen.add(place)
            yield record


def concerns(record: "Incoming", msg_id: str) -> bool:
    """Whether a record is this message, answers it, or rests on it."""
    if record.header("plo-msg-id") == msg_id:
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
