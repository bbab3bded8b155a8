"""What every store of content does. Content is put in under its hash, and verified when it is taken out."""

import asyncio
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from adapters.claimcheck.ticket import Ticket, ticket_of
from adapters.kafka.records import Incoming, Record


class Missing(Exception):
    """The store does not have it. Its text is the reference."""


class Altered(Exception):
    """What lies in the store is not what was put there. Its text is the reference."""


class Vault(Protocol):
    """A store of content, for many threads and processes at a time. A call may take seconds."""

    def put(self, ref: str, content: bytes) -> None:
        """Keep it, whole or not at all: when this returns, it outlives a loss of power.

        Replaces what lies there, which is the same. Raises Transient.
        """

    def get(self, ref: str) -> bytes:
        """What lies there, not verified. Raises Missing, Transient."""

    def forget(self, before: datetime) -> int:
        """Delete what was last put before that, and nothing that is not ours; how many. Raises Transient."""


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """Puts what is too large for a record in the store.

    Attributes:
        most: the largest value of a record, in bytes.
    """

    vault: Vault
    most: int

    def check_in(self, content: bytes) -> Ticket | None:
        """Keep what is too large; None for what is not. Raises Transient: it is not kept."""
        if len(content) <= self.most:
            return None
        ticket = Ticket.of(content)
        self.vault.put(ticket.ref, content)
        return ticket

    async def lighter(self, record: Record) -> Record:
        """The record as Kafka takes it: with its content, or with a ticket for it. Raises Transient."""
        value = record.value or b""
        if len(value) <= self.most:
            return record
        ticket = await asyncio.to_thread(self.check_in, value)
        return ticket.instead(record) if ticket else record


def content_of(record: Incoming | Record, vault: Vault) -> bytes:
    """What the record is about, byte for byte, wherever it lies. Raises Missing, Altered, Transient."""
    ticket = ticket_of(record)
    if ticket is None:
        return record.value or b""
    content = vault.get(ticket.ref)
    if Ticket.of(content) != ticket:
        raise Altered(ticket.ref)
    return content


class _Nowhere:
    """Keeps nothing."""

    def put(self, ref: str, content: bytes) -> None:
        raise Missing(ref)

    def get(self, ref: str) -> bytes:
        raise Missing(ref)

    def forget(self, before: datetime) -> int:
        return 0


WITHOUT = ClaimCheck(_Nowhere(), sys.maxsize)
"""For one that has no store: nothing is too large, and Kafka refuses what is."""
