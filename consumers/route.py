"""meldinger.v1, kvitteringer.v1, avvik.v1 → what each party may read, and nothing else (architecture.md §2).

Keeps no state: the same record gives the same record, with the same key and id, on the party's topic.
What lies in the claim-check store stays there: the reference goes on.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from adapters.claimcheck.ticket import ticket_of
from adapters.claimcheck.vault import WITHOUT, ClaimCheck
from adapters.kafka.bad import Bad, unreadable
from adapters.kafka.producer import Producer
from adapters.kafka.records import Incoming, Record
from adapters.kafka.replayed import without_replay
from adapters.outgoing import RECEIVERS
from consumers.clear import in_clear
from schemas.avvik import Avvik
from schemas.events import KVITTERINGER as RECEIPTS
from schemas.topics import AVVIK, KVITTERINGER, MELDINGER, ROUTED, Topic, party_topic, source_of

GROUP = "route"

Parties = Callable[[Incoming], tuple[str, ...]]


def of_message(record: Incoming) -> tuple[str, ...]:
    """The receiver and the copy receivers. Raises ValueError: it does not say."""
    names = record.header(RECEIVERS)
    if names is None:
        raise ValueError("headers")
    return tuple(name for name in names.split(",") if name)


def of_receipt(record: Incoming) -> tuple[str, ...]:
    """The party that is answered."""
    return (RECEIPTS.validate_json(record.value or b"").receiver,)


def of_avvik(record: Incoming) -> tuple[str, ...]:
    """Both parties of the stay, or of a technical one the sender, whose message it is about.

    Nobody for what is too uncertain, and only counted (rules.md §4).
    """
    avvik = Avvik.model_validate_json(record.value or b"")
    if avvik.confidence == "lav":
        return ()
    if avvik.sender:
        return (avvik.sender,)
    return tuple(her for her in (avvik.hospital, avvik.party) if her)


PARTIES: Mapping[str, Parties] = {
    MELDINGER.name: of_message,
    KVITTERINGER.name: of_receipt,
    AVVIK.name: of_avvik,
}
TOPICS: Mapping[str, Topic] = {topic.name: topic for topic in ROUTED}


def addressees(record: Incoming) -> tuple[str, ...]:
    """Whom the record is for. Raises ValueError for one that lacks what every record of ours has."""
    whole = record.key and (record.value or ticket_of(record)) and record.header("ce_id")
    if not whole or not in_clear(record):
        raise ValueError("record")
    return PARTIES[source_of(record.topic)](record)


@dataclass(frozen=True, slots=True)
class Route:
    """The consumer of what parties may read.

    Attributes:
        known: level-1 HER-ids that have topics; nobody else is sent anything.
        limit_s: how long Kafka may take, in seconds.
        claim_check: for a record from before there was a limit.
        mailbox: a party's HER-id -> the one that its topics are named by.
    """

    producer: Producer
    known: Collection[str]
    limit_s: float
    claim_check: ClaimCheck = WITHOUT
    mailbox: Callable[[str], str] = str

    async def handle(self, batch: Sequence[Incoming]) -> list[Bad]:
        """Pass a batch on, acknowledged; the records that say not whom they are for."""
        out: list[Record] = []
        bad: list[Bad] = []
        for record in batch:
            try:
                parties = addressees(record)
            except ValueError as exc:
                bad.append(unreadable(record, exc, "record.unreadable", "Posten sier ikke hvem den er til."))
                continue
            hers = [her for her in dict.fromkeys(map(self.mailbox, parties)) if her in self.known]
            out.extend(await self._copies(record, hers))
        await self.producer.send(out, self.limit_s)
        return bad

    async def _copies(self, record: Incoming, hers: Sequence[str]) -> list[Record]:
        """The record on the topic of each. Raises Transient: it is too large, and the store is away."""
        topics = [party_topic(TOPICS[source_of(record.topic)], her).name for her in hers]
        headers = without_replay(record.headers)
        copies = [Record(topic, record.key, record.value, headers) for topic in topics]
        return [await self.claim_check.lighter(copy) for copy in copies]
