"""The bytes of a message as they were received, from Kafka or the store of large messages."""

import asyncio
from typing import TYPE_CHECKING

from adapters.claimcheck.ticket import sha256_of
from adapters.claimcheck.vault import Altered, Missing, Vault, content_of
from broker.scan import Range, scan
from broker.tracing.search import BY_CONTENT, EARLIER, MOST
from schemas.topics import MELDINGER, dlt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming
    from adapters.store.claims import Claim


class Gone(Exception):
    """The bytes cannot be had.

    Attributes:
        what: why not, in a sentence; hint: what to do about it. Both bokmål.
    """

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


NOT_THERE = Gone(
    "Innholdet ble ikke funnet på Kafka.",
    "Det oppbevares der i 365 dager. Ble meldingen aldri fullført, eller er den eldre: be avsenderen om den.",
)
NOT_KEPT = Gone(
    "Innholdet er for stort for Kafka, og ligger ikke i lageret for store meldinger.",
    "Leser konsollen samme lager som tjenesten? Se PLO_LARGE_DIR og PLO_S3_… i plo settings.",
)
ALTERED = Gone(
    "Innholdet i lageret for store meldinger er endret siden det ble lagt der.",
    "Hent det fra en sikkerhetskopi, eller be om å få meldingen sendt igjen.",
)


async def received(reader: "AIOKafkaConsumer", claim: "Claim", vault: Vault) -> bytes:
    """The very bytes that were claimed. Raises Gone: they are not to be had; Transient."""
    record = await _record(reader, claim)
    if record is None:
        raise NOT_THERE
    try:
        return await asyncio.to_thread(content_of, record, vault)
    except Missing:
        raise NOT_KEPT from None
    except Altered:
        raise ALTERED from None


async def _record(reader: "AIOKafkaConsumer", claim: "Claim") -> "Incoming | None":
    """The record that holds them, the first that is found."""
    async for record in scan(reader, _ranges(claim), set()):
        if _is_of(record, claim):
            return record
    return None


def _ranges(claim: "Claim") -> "Iterator[Range]":
    """Where it lies: one partition where the patient is known, from just before it was claimed."""
    topic = MELDINGER if claim.verdict == "godtatt" else dlt(MELDINGER)
    key = claim.pid.encode() if claim.pid else None
    yield Range(topic.name, MOST, key, claim.claimed_at - EARLIER)
    if key is not None:  # one that was refused need not lie where its patient does
        yield Range(topic.name, MOST, None, claim.claimed_at - EARLIER)


def _is_of(record: "Incoming", claim: "Claim") -> bool:
    named = record.header("plo-msg-id") == claim.msg_id or claim.msg_id.startswith(BY_CONTENT)
    return named and sha256_of(record) == claim.sha256
