"""The record that runs a dead letter again, for the consumer that failed and for no other. Pure."""

from datetime import datetime
from typing import Final

from adapters.claimcheck.ticket import without_ticket
from adapters.kafka.deadletter import without_reason
from adapters.kafka.records import Incoming, Record
from adapters.kafka.replayed import Again, replay_headers, without_replay
from adapters.store.cases import Case
from broker.letters.refused import Refused
from broker.letters.who import Who
from schemas.topics import READERS, replay

NULL: Final = "plo-dlq-original-value"


def again_of(case: Case) -> Again:
    """Which time it will be."""
    return Again(case.dlq_id, case.replay_n + 1)


def record_again(case: Case, letter: Incoming, who: Who, at: datetime, edited: bytes | None = None) -> Record:
    """The letter as the record that it was, or with other bytes. Raises Refused: nobody takes it."""
    headers = without_replay(without_reason(letter.headers))
    value = None if letter.header(NULL) == "null" else letter.value
    if edited is not None:
        headers, value = without_ticket(headers), edited
    ours = replay_headers(again_of(case), who.name, at, case.sha256, edited=edited is not None)
    return Record(topic_of(case), letter.key, value, headers + ours)


def topic_of(case: Case) -> str:
    """Where it is run again. Raises Refused: it is not known who failed, or that one takes nothing again."""
    for topic in READERS.get(case.reader, ()):
        if topic.name == case.topic:
            return replay(topic, case.reader).name
    raise Refused(
        f"Ingen leser tar imot den på nytt: den strandet på {case.topic}, hos «{case.reader or 'ukjent'}».",
        "Kast den med plo dlt discard når den ikke trengs.",
    )
