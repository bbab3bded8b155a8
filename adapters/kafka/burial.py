"""Puts what a consumer refuses on the dead-letter topics."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from adapters import metrics
from adapters.claimcheck.vault import WITHOUT, ClaimCheck
from adapters.kafka.bad import Bad
from adapters.kafka.deadletter import dead_letter
from adapters.kafka.producer import Producer

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Burial:
    """Writes dead letters for one consumer group.

    Attributes:
        version: of the software, for the header plo-dlq-version.
        now: gives the time, UTC.
        limit_s: how long Kafka may take, in seconds.
        claim_check: for a dead letter that is too large: another's, or one from before there was a limit.
    """

    producer: Producer
    group: str
    version: str
    now: Callable[[], datetime]
    limit_s: float = 10.0
    claim_check: ClaimCheck = WITHOUT

    async def bury(self, bad: Sequence[Bad]) -> None:
        """Returns when Kafka has acknowledged every dead letter. Raises Transient, RecordTooLarge."""
        now = self.now()
        letters = [
            dead_letter(
                one.incoming, one.failure(self.group), group=self.group, version=self.version, now=now
            )
            for one in bad
        ]
        lighter = [await self.claim_check.lighter(letter) for letter in letters]
        await self.producer.send(lighter, self.limit_s)
        for one in bad:
            metrics.dead_lettered(one.incoming.topic, one.error_class, one.code)
            log.error(
                "record.dead_lettered",
                group=self.group,
                topic=one.incoming.topic,
                partition=one.incoming.partition,
                offset=one.incoming.offset,
                error_class=one.error_class,
                code=one.code,
                where=one.where,
            )
