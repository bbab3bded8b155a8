"""Small real classes in place of Kafka, for tests that need no service."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.errors import Transient
from adapters.kafka.records import Position, Record


@dataclass(slots=True)
class FakeProducer:
    """Keeps what it is given; `away` makes Kafka unreachable."""

    sent: list[Record] = field(default_factory=list)
    away: bool = False

    async def send(self, records: Sequence[Record], limit_s: float) -> list[Position]:
        if self.away:
            raise Transient("Kafka is away")
        self.sent.extend(records)
        return [Position(record.topic, 0, 0) for record in records]

    def on(self, topic: str) -> list[Record]:
        """The records of one topic, in order."""
        return [record for record in self.sent if record.topic == topic]


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is told."""

    at: datetime = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at
