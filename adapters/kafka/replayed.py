"""A dead letter that is run again: which one, for the how-manieth time, and the record that does it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from adapters.kafka.records import Headers, Incoming, Record, encoded, text_of
from schemas.topics import REPLAY

PREFIX = "plo-replay-"


class Again(NamedTuple):
    """Which dead letter a record is, and which time it is run again, from 1."""

    dlq_id: str
    n: int


def replay_of(record: Incoming | Record) -> Again | None:
    """What a record of a replay topic says that it is; None for one of any other topic, or that says not."""
    if REPLAY not in record.topic:
        return None
    try:
        dlq_id = str(UUID(text_of(record.headers, f"{PREFIX}of") or ""))
        return Again(dlq_id, int(text_of(record.headers, f"{PREFIX}n") or ""))
    except ValueError:
        return None


def replay_headers(again: Again, by: str, at: datetime, sha256: str, *, edited: bool) -> Headers:
    """`sha256` is of the bytes as they were; `at` is UTC."""
    rows = {
        "of": again.dlq_id,
        "n": str(again.n),
        "by": by,
        "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "edited": "true" if edited else "false",
        "original-sha256": sha256,
    }
    return encoded((f"{PREFIX}{name}", text) for name, text in rows.items())


def without_replay(headers: Headers) -> Headers:
    """The headers as they were before the record was run again."""
    return tuple(pair for pair in headers if not pair[0].startswith(PREFIX))
