"""The one door: bytes in, Receipt out (architecture.md §3.6).

Claim, produce, answer: a claim decides duplicates and conflicts, also between two at the same moment;
the answer leaves only when Kafka has acknowledged; a claim that was never finished is finished when
the sender sends again.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from adapters import metrics
from adapters.errors import Problem
from adapters.failpoint import reach
from adapters.kafka.producer import Producer
from adapters.ledger import Ledger
from adapters.messages.judge import Context, Judgement, Verdict, conflict, judge
from adapters.outgoing import records_of
from adapters.store.claims import Claim, Claimed
from schemas.events import KvitteringMottatt

Now = Callable[[], datetime]

LARGE = 128_000
"""From this size in bytes, judging happens in a thread so that other callers are not held up."""
LARGE_AT_ONCE = 2
"""Large messages judged at the same time: a tree takes eight times the bytes (tech.md §4.2)."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who carries the bytes here.

    Attributes:
        name: of the key or folder, for the log.
        speaks_for: level-1 HER-ids that it may speak for.
        historie: a backlog: GenDate counts as the time of receipt.
    """

    name: str
    speaks_for: frozenset[str]
    historie: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the carrier is to answer.

    Attributes:
        verdict: godtatt, avvist, ulesbar (nobody to answer) or forbudt (not this carrier's to send).
        apprec: the AppRec, XML; empty where none is due.
        repeated: the same message was taken over before.
    """

    verdict: Verdict
    apprec: bytes
    problems: tuple[Problem, ...]
    msg_id: str
    repeated: bool


class Door:
    """Takes messages over; safe to call many at a time."""

    def __init__(
        self, context: Context, ledger: Ledger, producer: Producer, now: Now, limit_s: float
    ) -> None:
        """`context` is all that judging needs, less what differs from call to call; `limit_s` is Kafka's."""
        self._context = context
        self._ledger = ledger
        self._producer = producer
        self._now = now
        self._limit_s = limit_s
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def receive(self, raw: bytes, source: Source) -> Receipt:
        """Judge, claim, produce and answer. Raises Transient when nothing could be promised."""
        context = self._context_of(source, self._now())
        judgement = await self._judged(raw, context)
        reach("receive.judged")
        claimed, waited = await self._ledger.take(claim_of(judgement, context.received_at))
        if claimed.claim.sha256 != judgement.sha256:
            judgement = conflict(judgement, context)
            variant = judgement.sha256
            claimed, waited = await self._ledger.take(claim_of(judgement, context.received_at, variant))
        reach("receive.claimed")
        if not claimed.done:
            begun = judgement if claimed.fresh else await self._as_begun(claimed, raw, source)
            await self._finish(begun, raw, waited, claimed)
        metrics.received(judgement.message_type, claimed.claim.verdict, repeated=not claimed.fresh)
        return Receipt(
            cast(Verdict, claimed.claim.verdict),
            claimed.claim.receipts,
            judgement.problems,
            judgement.msg_id,
            not claimed.fresh,
        )

    async def _as_begun(self, claimed: Claimed, raw: bytes, source: Source) -> Judgement:
        """The judgement as it was when the claim was made, so that what is finished is what was begun."""
        context = self._context_of(source, claimed.claim.claimed_at)
        judgement = await self._judged(raw, context)
        return conflict(judgement, context) if claimed.claim.variant else judgement

    async def _finish(
        self,
        judgement: Judgement,
        raw: bytes,
        waited: tuple[KvitteringMottatt, ...],
        claimed: Claimed,
    ) -> None:
        arrived = waited
        if isinstance(judgement.event, KvitteringMottatt):
            told = await self._ledger.origin(judgement.event)
            judgement = replace(judgement, event=told)
            arrived = (told,) if told.pid else ()
        at = claimed.claim.claimed_at
        await self._producer.send(
            records_of(judgement, raw, at, waited, self._context.software_version), self._limit_s
        )
        reach("receive.produced")
        self._ledger.done(claimed.claim, arrived)
        reach("receive.done")

    def _context_of(self, source: Source, received_at: datetime) -> Context:
        return replace(
            self._context, received_at=received_at, historie=source.historie, speaks_for=source.speaks_for
        )

    async def _judged(self, raw: bytes, context: Context) -> Judgement:
        if len(raw) < LARGE:
            return judge(raw, context)
        async with self._large:
            return await asyncio.to_thread(judge, raw, context)


def claim_of(judgement: Judgement, received_at: datetime, variant: str = "") -> Claim:
    """The row that makes this message ours.

    What cannot be read, or is not the carrier's to send, is claimed by its content: it must not take
    the MsgId of somebody's real message.
    """
    named = judgement.verdict in ("godtatt", "avvist")
    return Claim(
        sender=judgement.sender if named else "",
        msg_id=judgement.msg_id if named else f"sha256:{judgement.sha256}",
        variant=variant,
        sha256=judgement.sha256,
        verdict=judgement.verdict,
        message_type=judgement.message_type,
        claimed_at=received_at,
        receipts=judgement.receipts[0].xml if judgement.receipts else b"",
        pid=getattr(judgement.event, "pid", None),
    )
