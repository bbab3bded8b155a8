"""What a record carries in place of content that lies in the store: three headers, and an empty value."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from adapters.kafka.records import Headers, Incoming, Record, encoded, text_of

REF, SHA256, BYTES = "plo-claim-ref", "plo-claim-sha256", "plo-claim-bytes"

OURS = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}")
"""Every reference is of this form."""
_HASH = re.compile(r"[0-9a-f]{64}")
_SIZE = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which content it is.

    Attributes:
        sha256: of the content, hex.
        size: how long it is, in bytes.
    """

    sha256: str
    size: int

    @classmethod
    def of(cls, content: bytes) -> Self:
        """The ticket of some content, which need not be anywhere yet."""
        return cls(hashlib.sha256(content).hexdigest(), len(content))

    @property
    def ref(self) -> str:
        """Where it lies in the store, whichever store it is: "3f/3f9a…"."""
        return f"{self.sha256[:2]}/{self.sha256}"

    @property
    def headers(self) -> Headers:
        """As a record carries it."""
        return encoded(((REF, self.ref), (SHA256, self.sha256), (BYTES, str(self.size))))

    def instead(self, record: Record) -> Record:
        """The record with this in place of its content."""
        return record._replace(value=b"", headers=(*without_ticket(record.headers), *self.headers))


def ticket_of(record: Incoming | Record) -> Ticket | None:
    """What the record carries a ticket for; None for one with its content in it, or without a whole ticket.

    Where the content lies follows from its hash: a reference in a header leads nowhere else.
    """
    sha256, size = text_of(record.headers, SHA256) or "", text_of(record.headers, BYTES) or ""
    if record.value or not (_HASH.fullmatch(sha256) and _SIZE.fullmatch(size)):
        return None
    return Ticket(sha256, int(size))


def size_of(record: Incoming | Record) -> int:
    """How long the content is, in bytes, wherever it lies."""
    ticket = ticket_of(record)
    return ticket.size if ticket else len(record.value or b"")


def sha256_of(record: Incoming | Record) -> str:
    """Hash of the content, wherever it lies, hex."""
    ticket = ticket_of(record)
    return ticket.sha256 if ticket else hashlib.sha256(record.value or b"").hexdigest()


def without_ticket(headers: Iterable[tuple[str, bytes | None]]) -> Headers:
    """The headers of a record that has its content in it."""
    return tuple(pair for pair in headers if pair[0] not in (REF, SHA256, BYTES))
