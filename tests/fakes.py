"""Small real classes in place of Kafka, for tests that need no service."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from adapters.errors import Transient
from adapters.kafka.records import Record


@dataclass(slots=True)
class FakeProducer:
    """Keeps what it is given; `away` makes Kafka unreachable."""

    sent: list[Record] = field(default_factory=list)
    away: bool = False

    async def send(self, records: Sequence[Record], limit_s: float) -> None:
        (failure,) = await self.send_each([records], limit_s)
        if failure:
            raise failure

    async def send_each(self, groups: Sequence[Sequence[Record]], limit_s: float) -> list[Exception | None]:
        if self.away:
            return [Transient("Kafka is away") for _ in groups]
        self.sent.extend(chain.from_iterable(groups))
        return [None for _ in groups]

    def on(self, topic: str) -> list[Record]:
        """The records of one topic, in order."""
        return [record for record in self.sent if record.topic == topic]


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is told."""

    at: datetime = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at
