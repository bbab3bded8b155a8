"""A record that no try will help, on its way to <topic>.dlt: bytes unchanged, the reason in headers.

Header names: ours (plo-dlq-*) and the two sets that viewers know, all as text. They replace those of an
earlier failure, so headers do not grow from hop to hop. No stack trace, nothing from the record.
"""

import hashlib
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from adapters.claimcheck.ticket import sha256_of
from adapters.errors import ErrorClass
from adapters.kafka.aliases import ALIASES
from adapters.kafka.records import Headers, Incoming, Record, encoded
from adapters.kafka.replayed import replay_of
from schemas.events import NAMESPACE
from schemas.topics import source_of

OURS = ("plo-dlq-", "kafka_dlt-", "__connect.errors.")
"""Prefixes that only a dead letter has; a replay strips them."""
HOST = socket.gethostname()
MOST_TEXT = 512
MOST_HEADERS = 8192
"""Bytes of headers, names included."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a record is given up. Nothing here may hold a value from the record.

    Attributes:
        code: our own, as "xsd.missing" or "event.unreadable".
        message: what is wrong, for the one who looks into it; cut at 512 characters.
        stage: where in the line: receive, detect, route …
        where: XPath and line, or the place in our code.
        apprec: 8221 code of the answer, where one was given.
        exception: its class, where there was one.
        attempts: how many times it was tried.
    """

    error_class: ErrorClass
    code: str
    message: str
    stage: str
    where: str = ""
    apprec: str = ""
    exception: str = ""
    attempts: int = 1


def dead_letter(
    source: Incoming | Record, failure: Failure, *, group: str, version: str, now: datetime
) -> Record:
    """The dead letter of a record read from Kafka, or of one that never came further than the door."""
    ours = encoded(_headers(source, failure, group, version, now))
    room = MOST_HEADERS - _size(ours)
    value = source.value
    if value is None and source.key is None:  # aiokafka writes no such record
        value = b""
    return Record(f"{source_of(source.topic)}.dlt", source.key, value, (*_kept(source.headers, room), *ours))


def dead_letter_id(source: Incoming | Record, group: str) -> UUID:
    """The same for the same failure, however often it repeats, also after it was run again."""
    if again := replay_of(source):
        return UUID(again.dlq_id)
    if isinstance(source, Incoming):
        place = f"{source.topic}/{source.partition}/{source.offset}"
    else:
        place = f"{source.topic}/{sha256_of(source)}"
    return uuid5(NAMESPACE, f"dlq/{place}/{group}")


def without_reason(headers: Headers) -> Headers:
    """The headers as they were before the record failed."""
    return tuple(pair for pair in headers if not pair[0].startswith(OURS))


def _headers(
    source: Incoming | Record, failure: Failure, group: str, version: str, now: datetime
) -> list[tuple[str, str]]:
    """Header rows, ours and then those of others; those without a value are left out."""
    at = _time(now)
    rows = {
        "plo-dlq-schema": "1",
        "plo-dlq-id": str(dead_letter_id(source, group)),
        "plo-dlq-class": failure.error_class,
        "plo-dlq-code": failure.code,
        "plo-dlq-apprec": failure.apprec,
        "plo-dlq-where": failure.where[:MOST_TEXT],
        "plo-dlq-exception": failure.exception,
        "plo-dlq-message": failure.message[:MOST_TEXT],
        "plo-dlq-stage": failure.stage,
        "plo-dlq-service": "plo-broker",
        "plo-dlq-version": version,
        "plo-dlq-group": group,
        "plo-dlq-host": HOST[:MOST_TEXT],
        "plo-dlq-first-failed-at": at,
        "plo-dlq-last-failed-at": at,
        "plo-dlq-attempts": str(failure.attempts),
        **_original(source),
    }
    rows |= {alias: rows.get(name, "") for alias, name in ALIASES.items()}
    rows["kafka_dlt-original-consumer-group"] = group if isinstance(source, Incoming) else ""
    return [(name, text) for name, text in rows.items() if text]


def _original(source: Incoming | Record) -> dict[str, str]:
    """The record that failed: where it was, and the hashes of what it held."""
    rows = {
        "plo-dlq-original-topic": source.topic,
        "plo-dlq-original-key-sha256": _sha256(source.key) if source.key is not None else "",
        "plo-dlq-original-value": "null" if source.value is None else "",
        "plo-dlq-payload-sha256": sha256_of(source),
    }
    if isinstance(source, Incoming):
        rows |= {
            "plo-dlq-original-partition": str(source.partition),
            "plo-dlq-original-offset": str(source.offset),
            "plo-dlq-original-timestamp": _time_ms(source.timestamp_ms),
        }
    return rows


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


def _sha256(data: bytes | None) -> str:
    return hashlib.sha256(data or b"").hexdigest()


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _time_ms(since_1970: int) -> str:
    """RFC 3339; the number itself where it is no time we can write (-1 is Kafka's "none")."""
    try:
        return _time(datetime.fromtimestamp(since_1970 / 1000, UTC))
    except (OverflowError, ValueError, OSError):
        return str(since_1970)
