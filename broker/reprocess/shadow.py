"""In the producer's place: what would be published goes to its shadow topic."""

from collections.abc import Sequence
from typing import Final

from adapters.kafka.producer import Producer
from adapters.kafka.records import Record
from broker.analyse.intake import Histories
from schemas.topics import SHADOW, SHADOWED

RUN: Final = "plo-skygge"
"""Header: which run wrote the record."""
WRITTEN: Final = frozenset(topic.name for topic in SHADOWED)


class Shadow:
    """Writes to the shadow topics, and keeps the events for judging."""

    def __init__(self, producer: Producer, histories: Histories, run: str) -> None:
        """`run` names this run, so that readers can tell it from others."""
        self._producer = producer
        self._histories = histories
        self._mark = (RUN, run.encode())

    async def send_each(self, groups: Sequence[Sequence[Record]], limit_s: float) -> list[Exception | None]:
        """As Producer.send_each."""
        await self._histories.send_each(groups, limit_s)
        failures = await self._producer.send_each([self._shadows(group) for group in groups], limit_s)
        return [*failures]

    async def send(self, records: Sequence[Record], limit_s: float) -> None:
        """As Producer.send."""
        await self._producer.send(self._shadows(records), limit_s)

    def _shadows(self, records: Sequence[Record]) -> list[Record]:
        return [
            one._replace(topic=f"{SHADOW}{one.topic}", headers=(*one.headers, self._mark))
            for one in records
            if one.topic in WRITTEN
        ]
