"""From the door to an avvik in memory: real store, real rules, time as told; only Kafka is a fake."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakes import Clock, FakeProducer

from adapters.kafka.burial import Burial
from adapters.kafka.records import Incoming
from adapters.ledger import Ledger
from adapters.messages.judge import Context
from adapters.receive import Door, Source
from adapters.store import Store
from adapters.xml.validate import Schema
from consumers.clock import Clock as Passing
from consumers.detect import Detect
from consumers.settle import Settler
from schemas.agreements import load
from schemas.avvik import Avvik

SCHEMAS = Path(__file__).parents[1] / "schemas"
AGREEMENT = load(SCHEMAS / "avtale_demo.toml")
UNN, TROMSO = "90001", "90101"
SENDER = Source("prøve", frozenset({UNN, TROMSO}))
HOSPITAL: dict[str, Any] = {"sender": UNN, "receiver": TROMSO}


@dataclass
class Line:
    """What a message goes through, one step after the other."""

    door: Door
    detect: Detect
    clock: Passing
    producer: FakeProducer
    now: Clock
    store: Store
    read: int = 0

    async def send(self, *messages: bytes, verdict: str = "godtatt") -> None:
        """Each message is taken in, with that verdict, and detected."""
        for raw in messages:
            assert (await self.door.receive(raw, SENDER)).verdict == verdict
        events = self.producer.on("hendelser.v1")
        batch = [
            Incoming(record.topic, 0, offset, 0, record.key, record.value, record.headers)
            for offset, record in enumerate(events)
            if offset >= self.read
        ]
        self.read = len(events)
        assert await self.detect.handle(batch) == []

    async def poison(self, value: bytes, key: bytes) -> None:
        """A record on hendelser.v1 that is no event."""
        bad = await self.detect.handle([Incoming("hendelser.v1", 0, 10_000, 0, key, value, ())])
        await self.detect.bury(bad)

    def told(self) -> list[tuple[str, str]]:
        """Every change on avvik.v1: rule and change, in order."""
        return [(one.rule, one.change) for one in self.avvik()]

    def avvik(self) -> list[Avvik]:
        return [Avvik.model_validate_json(record.value or b"") for record in self.producer.on("avvik.v1")]


@asynccontextmanager
async def opened_line(folder: Path, **given: Any) -> AsyncIterator[Line]:
    """A line whose store lies in `folder`; `given` are attributes of the context that judges."""
    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'plo.db'}")
    producer, now, ledger = FakeProducer(), Clock(), Ledger(store)
    schema = Schema(SCHEMAS / "xsd")
    context = Context(AGREEMENT, schema, b"k" * 32, 1_000_000, now(), False, frozenset(), "1", **given)
    settler = Settler(store, producer, AGREEMENT, 1.0)  # type: ignore[arg-type] # a fake
    burial = Burial(producer, "detect", "1", now)  # type: ignore[arg-type] # a fake
    yield Line(
        Door(context, ledger, producer, now, 1.0),
        Detect(store, settler, burial, now),
        Passing(store, settler, lambda: frozenset({0}), now),
        producer,
        now,
        store,
    )
    await ledger.close()
    await store.close()
