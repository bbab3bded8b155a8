"""A shadow run: read again, judged again, compared, published on the shadow topics."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from adapters.claimcheck.vault import ClaimCheck
from adapters.ledger import Ledger
from adapters.messages.judgement import Context
from adapters.receive import Door
from broker.reprocess.difference import Compared, Difference
from broker.reprocess.rerun import Rerun, rerun
from broker.reprocess.shadow import Shadow
from broker.scan import Range, scan
from schemas.topics import HENDELSER, MELDINGER, Topic, dlt

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from adapters.kafka.records import Incoming

READ: Final = {MELDINGER.name: (MELDINGER, dlt(MELDINGER)), HENDELSER.name: (HENDELSER,)}
"""--topic -> what is read: with the messages those that were refused."""
TOGETHER: Final = 500
"""Changes published together."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run needs of the world.

    Attributes:
        reader: of Kafka, in no group.
        compared: the service's store, and an empty one for the events of the run.
        context: of the door, with its schemas and the agreement of today.
        claim_check: where the content of large messages lies; only read.
        limit_s: how long Kafka may take, in seconds.
    """

    reader: "AIOKafkaConsumer"
    writer: Shadow
    compared: Compared
    context: Context
    claim_check: ClaimCheck
    limit_s: float

    async def again(self, topic: str, since: datetime, unread: set[str], tick: Callable[[], None]) -> Rerun:
        """Everything written on `topic` at or after `since` (UTC), once more.

        Topics whose end was not reached are added to `unread`. Raises Transient.
        """
        records = self._records(READ[topic], since, unread, tick)
        if topic == HENDELSER.name:
            return await _as_they_are(records)
        ledger = Ledger(self.compared.made)
        door = Door(self.context, ledger, self.writer, lambda: self.compared.now, self.limit_s)
        try:
            return await rerun(records, door, self.compared.real, self.claim_check.vault)
        finally:
            await door.close()
            await ledger.close()

    async def _records(
        self, topics: tuple[Topic, ...], since: datetime, unread: set[str], tick: Callable[[], None]
    ) -> "AsyncIterator[Incoming]":
        ranges = [Range(topic.name, None, since=since) for topic in topics]
        async for record in scan(self.reader, ranges, unread):
            tick()
            yield record

    async def differences(self, done: Rerun) -> list[Difference]:
        """What would be told, each published as a change. Raises Transient."""
        found = [one async for one in self.compared.differences(done)]
        for first in range(0, len(found), TOGETHER):
            await self.writer.send([one.record() for one in found[first : first + TOGETHER]], self.limit_s)
        return found


async def _as_they_are(records: "AsyncIterator[Incoming]") -> Rerun:
    """The patients of the events: their histories are judged again as they are."""
    done = Rerun()
    async for record in records:
        done.messages += 1
        done.pids.add((record.key or b"").decode(errors="replace"))
    return done


def judging(context: Context, pid_key: bytes) -> Context:
    """The context of plo check, for a door whose events are kept."""
    return replace(context, verdict_only=False, pid_key=pid_key)
