"""The one door: bytes in, Receipt out (architecture.md §3.6).

Claim, produce, answer: a claim decides duplicates and conflicts, also between two at the same moment;
the answer leaves only when Kafka has acknowledged; a claim that was never finished is finished when
the sender sends again.

What has arrived in the meantime goes through together, each stage for all of it: one commit, one request to
Kafka, and code that is still in the processor's memory when the next message needs it.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from adapters.awaiting import by_document_of
from adapters.claimcheck.vault import WITHOUT, ClaimCheck
from adapters.delivery import Delivery
from adapters.failpoint import reach
from adapters.group import Groups
from adapters.kafka.records import Sender
from adapters.ledger import Ledger
from adapters.messages.judge import Context
from adapters.receipt import Receipt
from adapters.source import Source
from adapters.steps import Steps

__all__ = ["Door", "Receipt", "Source"]

Now = Callable[[], datetime]

LARGE = 128_000
"""From this size in bytes, judging happens in a thread so that other callers are not held up."""
LARGE_AT_ONCE = 2
"""Large messages judged at the same time: a tree takes eight times the bytes (tech.md §4.2)."""
TOGETHER = 256
"""Messages in one group, at most: they share what a group costs, a transaction and the requests to Kafka."""
AT_A_TIME = 64
"""So many are judged before the loop may do other things: it is held for 20 ms at most."""
PAUSE_S = 0.002
"""Seconds for more to arrive. One large group at a time costs a third less CPU than two that share what comes
(measured, two processes): store and Kafka are asked half as often."""


class Door:
    """Takes messages over; safe to call many at a time."""

    def __init__(
        self,
        context: Context,
        ledger: Ledger,
        producer: Sender,
        now: Now,
        limit_s: float,
        claim_check: ClaimCheck = WITHOUT,
        steps: Callable[[Sequence[Delivery]], Steps] = Steps,
    ) -> None:
        """`context`: what judging needs and is always the same; `limit_s`: Kafka's; `steps`: on watch."""
        self._context = context
        self._ledger = ledger
        self._producer = producer
        self._now = now
        self._limit_s = limit_s
        self._claim_check = claim_check
        self._steps = steps
        self._large = ThreadPoolExecutor(LARGE_AT_ONCE, "stor melding")
        self._groups: Groups[Delivery, Receipt] = Groups(self._take_over, TOGETHER, PAUSE_S)

    async def receive(self, raw: bytes, source: Source, received_at: datetime | None = None) -> Receipt:
        """Judge, claim, produce and answer. Raises Transient when nothing could be promised.

        What is run again and still refused raises NotTaken, and is told nobody.
        It came now, unless an archive knows better: `received_at`, UTC.
        """
        at, hers = received_at or self._now(), source.speaks_for
        context = replace(self._context, received_at=at, historie=source.historie, speaks_for=hers)
        delivery = Delivery(raw, context, source.told, again=source.again, edited_from=source.edited_from)
        if len(raw) >= LARGE:
            await self._each([delivery], lambda one: one.look_into(self._claim_check))
        if source.again:
            await self._begin_anew(delivery)
        return await self._submit(delivery)

    async def _submit(self, delivery: Delivery) -> Receipt:
        return await self._groups.submit(delivery)

    async def _begin_anew(self, delivery: Delivery) -> None:
        """A refused MsgId is taken: what is run again under it has a claim of its own, one for all."""
        await self._each([delivery], Delivery.judge)
        if delivery.failure is None:
            delivery.variant = await self._ledger.variant_again(delivery.claim)

    async def close(self) -> None:
        """Take no more, and finish what was taken."""
        await self._groups.close()
        self._large.shutdown(wait=False)

    async def _take_over(self, group: Sequence[Delivery]) -> list[Receipt | Exception]:
        steps = self._steps(group)
        judged = await self._each(group, Delivery.judge)
        steps.done("judge")
        reach("receive.judged")
        claimed = await self._claim(judged)
        told = await self._told([one for one in claimed if not one.claimed.done])
        steps.done("claim")
        reach("receive.claimed")
        await self._produce(told)
        steps.done("produce")
        reach("receive.done")
        return [one.failure or one.answer() for one in group]

    async def _claim(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """The claim of each; what is contested gets one of its own."""
        await self._take(deliveries)
        contested = [one for one in deliveries if one.is_contested]
        if contested:
            await self._take(await self._each(contested, Delivery.contest))
        return [one for one in deliveries if one.failure is None]

    async def _take(self, deliveries: Sequence[Delivery]) -> None:
        series = [by_document_of(one.judgement) for one in deliveries]
        taken = await self._ledger.take([one.claim for one in deliveries], series)
        for one, (claimed, waited) in zip(deliveries, taken, strict=True):
            one.claimed, one.waited = claimed, waited

    async def _told(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Those whose records could be made."""
        begun = [one for one in deliveries if not one.claimed.fresh]
        await self._each(begun, Delivery.begin_again)
        answering = {one: event for one in deliveries if (event := one.answering)}
        if answering:
            placed = await self._ledger.placed(list(answering.values()))
            for one, (event, waited) in zip(answering, placed, strict=True):
                one.belongs_to(event, waited)
        return await self._each(deliveries, Delivery.tell)

    async def _produce(self, deliveries: Sequence[Delivery]) -> None:
        failures = await self._producer.send_each([one.records for one in deliveries], self._limit_s)
        reach("receive.produced")
        for one, failure in zip(deliveries, failures, strict=True):
            one.failure = failure
            if failure is None:
                self._ledger.done(one.claimed.claim, one.arrived, one.awaited)

    async def _each(self, deliveries: Iterable[Delivery], step: Callable[[Delivery], None]) -> list[Delivery]:
        """Do `step` with each; those it went well with. What trips over one message takes no other with it.

        Large ones in a thread, so that other callers are not held up.
        """
        sound = [one for one in deliveries if one.failure is None]
        for number, one in enumerate(sound, 1):
            if number % AT_A_TIME == 0:
                await asyncio.sleep(0)
            try:
                if len(one.raw) < LARGE:
                    step(one)
                else:
                    await asyncio.get_running_loop().run_in_executor(self._large, step, one)
            except Exception as failure:
                one.failure = failure
        return [one for one in sound if one.failure is None]
