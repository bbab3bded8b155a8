"""Why a record is given up, in the headers of its dead letter.

Ours (plo-dlq-*) and the two sets that viewers know (aliases), all as text. No stack trace, and nothing from
the record but what its own headers say in the open.
"""

import hashlib
import re
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from adapters.claimcheck.ticket import sha256_of
from adapters.errors import ErrorClass
from adapters.kafka.aliases import ALIASES
from adapters.kafka.records import Headers, Incoming, Record, encoded, text_of

RECEIVER = "plo-her-receiver"
"""Beside plo-her-receivers: the first of them, for whoever looks for one."""
HER = re.compile(r"[0-9]{1,10}")
HOST = socket.gethostname()
MOST_TEXT = 512


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


def reason_of(
    source: Incoming | Record, failure: Failure, dlq_id: UUID, *, group: str, version: str, now: datetime
) -> Headers:
    """Ours, and then those of others; those without a value are left out."""
    rows = {
        **_failed(failure, dlq_id, group, version, now),
        **_original(source),
    }
    rows |= {alias: rows.get(name, "") for alias, name in ALIASES.items()}
    rows["kafka_dlt-original-consumer-group"] = group if isinstance(source, Incoming) else ""
    return encoded((name, text) for name, text in rows.items() if text)


def _failed(failure: Failure, dlq_id: UUID, group: str, version: str, now: datetime) -> dict[str, str]:
    """What is wrong, and who says so."""
    at = _time(now)
    return {
        "plo-dlq-schema": "1",
        "plo-dlq-id": str(dlq_id),
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
    }


def _original(source: Incoming | Record) -> dict[str, str]:
    """The record that failed: where it was, for whom, and the hashes of what it held."""
    rows = {
        "plo-dlq-original-topic": source.topic,
        "plo-dlq-original-key-sha256": _sha256(source.key) if source.key is not None else "",
        "plo-dlq-original-value": "null" if source.value is None else "",
        "plo-dlq-payload-sha256": sha256_of(source),
        RECEIVER: _first_receiver(source),
    }
    if isinstance(source, Incoming):
        rows |= {
            "plo-dlq-original-partition": str(source.partition),
            "plo-dlq-original-offset": str(source.offset),
            "plo-dlq-original-timestamp": _time_ms(source.timestamp_ms),
        }
    return rows


def _first_receiver(source: Incoming | Record) -> str:
    """Its HER-id; "" where the record names none, or something else in its place."""
    first = (text_of(source.headers, f"{RECEIVER}s") or "").partition(",")[0]
    return first if HER.fullmatch(first) else ""


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
