"""A record that no try will help, on its way to <topic>.dlt: bytes unchanged, the reason in headers.

The reason replaces that of an earlier failure, so headers do not grow from hop to hop.
"""

from datetime import datetime
from uuid import UUID, uuid5

from adapters.claimcheck.ticket import sha256_of
from adapters.kafka.reason import RECEIVER, Failure, reason_of
from adapters.kafka.records import Headers, Incoming, Record
from adapters.kafka.replayed import replay_of
from schemas.events import NAMESPACE
from schemas.topics import source_of

OURS = ("plo-dlq-", "kafka_dlt-", "__connect.errors.")
"""Prefixes that only a dead letter has; a replay strips them."""
MOST_HEADERS = 8192
"""Bytes of headers, names included."""


def dead_letter(
    source: Incoming | Record, failure: Failure, *, group: str, version: str, now: datetime
) -> Record:
    """The dead letter of a record read from Kafka, or of one that never came further than the door."""
    dlq_id = dead_letter_id(source, group)
    reason = reason_of(source, failure, dlq_id, group=group, version=version, now=now)
    room = MOST_HEADERS - _size(reason)
    value = source.value
    if value is None and source.key is None:  # aiokafka writes no such record
        value = b""
    headers = (*_kept(source.headers, room), *reason)
    return Record(f"{source_of(source.topic)}.dlt", source.key, value, headers)


def dead_letter_id(source: Incoming | Record, group: str) -> UUID:
    """The same for the same failure, however often it repeats, also after it was run again.

    So it is computed: a random one, or one of the time, would make two letters of one failure when the
    process is killed after the letter was written and before that was committed.
    """
    if again := replay_of(source):
        return UUID(again.dlq_id)
    if isinstance(source, Incoming):
        place = f"{source.topic}/{source.partition}/{source.offset}"
    else:
        place = f"{source.topic}/{sha256_of(source)}"
    return uuid5(NAMESPACE, f"dlq/{place}/{group}")


def without_reason(headers: Headers) -> Headers:
    """The headers as they were before the record failed."""
    return tuple(pair for pair in headers if pair[0] != RECEIVER and not pair[0].startswith(OURS))


def _kept(headers: Headers, room: int) -> Headers:
    """The record's own headers, in order, as many as there is room for, unchanged even when garbage."""
    kept: list[tuple[str, bytes | None]] = []
    for pair in without_reason(headers):
        if (size := _size((pair,))) <= room:  # a giant does not push out those behind it
            kept.append(pair)
            room -= size
    return tuple(kept)


def _size(headers: Headers) -> int:
    return sum(len(name.encode()) + len(value or b"") for name, value in headers)
