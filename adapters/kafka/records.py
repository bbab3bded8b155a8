"""A record as we write it to Kafka, one as we read it, and its CloudEvents headers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol
from uuid import UUID

import orjson

Headers = tuple[tuple[str, bytes | None], ...]

SOURCE = "/plo-broker"


class Record(NamedTuple):
    """One record to write.

    Attributes:
        headers: in order; a name may occur more than once in records that others wrote.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


class Sender(Protocol):
    """Where records go: Kafka, or what stands in its place."""

    async def send_each(
        self, groups: Sequence[Sequence[Record]], limit_s: float
    ) -> Sequence[Exception | None]:
        """Write groups of records together: for each None, or why it was not written."""


class Incoming(NamedTuple):
    """One record as Kafka gave it, nothing decoded: any of it may be garbage.

    Attributes:
        timestamp_ms: since 1970, UTC; of the producer or of Kafka, as the topic is set.
    """

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: Headers

    def header(self, name: str) -> str | None:
        """The last header of that name as text; None where there is none, or it is no UTF-8."""
        return text_of(self.headers, name)


def text_of(headers: Headers, name: str) -> str | None:
    """The last header of that name as text; None where there is none, or it is no UTF-8."""
    found = [value for key, value in headers if key == name and value is not None]
    try:
        return found[-1].decode() if found else None
    except UnicodeDecodeError:
        return None


def encoded(pairs: Iterable[tuple[str, str]]) -> Headers:
    """Headers of text, as the bytes that Kafka carries."""
    return tuple((name, value.encode()) for name, value in pairs)


def cloud_headers(id: UUID | str, type: str, time: datetime, content_type: str) -> Headers:
    """CloudEvents 1.0 in binary mode, and `plo-enc: none` until values are encrypted; `time` is UTC."""
    version, source, kind, form, plain = _constant(type, content_type)
    text = id.encode() if isinstance(id, str) else orjson.dumps(id)[1:-1]  # a third of the time of str(id)
    return version, ("ce_id", text), kind, source, _time(time), form, plain


@lru_cache(maxsize=8)
def _time(time: datetime) -> tuple[str, bytes]:
    """The three records of a message have the same."""
    return "ce_time", time.isoformat().replace("+00:00", "Z").encode()


@lru_cache(maxsize=256)
def _constant(type: str, content_type: str) -> Headers:
    """What is the same in every record of a type."""
    return encoded(
        (
            ("ce_specversion", "1.0"),
            ("ce_source", SOURCE),
            ("ce_type", type),
            ("content-type", content_type),
            ("plo-enc", "none"),
        )
    )
