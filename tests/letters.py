"""A desk for dead letters whose Kafka is a fake: what was put on a topic is read by whoever asks."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cases import incoming
from fakes import Clock, FakeProducer
from judging import context

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.vault import ClaimCheck
from adapters.kafka.records import Incoming
from adapters.ledger import Ledger
from adapters.receive import Door, Receipt, Source
from adapters.store import Store, case_search
from adapters.store.case_search import Selection
from adapters.store.cases import Case, State
from broker.letters.desk import Desk
from broker.letters.replay import Outcome, replay
from broker.letters.who import Who
from consumers.strandet import Strandet

KARI = Who("kari", "Rettet hos oss")
ADMIN = Who("kari", "Avklart", admin=True)
STATES: tuple[State, ...] = ("apen", "kjores", "feilet", "parkert", "lost", "forkastet")


@dataclass
class Originals:
    """Dead letters by their offset; all lie in partition 0."""

    producer: FakeProducer
    gone: set[int] = field(default_factory=set)

    async def at(self, topic: str, partition: int, offset: int) -> Incoming | None:
        records = self.producer.on(topic)
        if partition or offset in self.gone or offset >= len(records):
            return None
        return incoming(records[offset], offset)


@dataclass
class Office:
    """Everybody who deals with dead letters, and one store."""

    store: Store
    producer: FakeProducer
    desk: Desk
    now: Clock
    door: Door
    ledger: Ledger
    read: dict[str, int] = field(default_factory=dict)

    def unread(self, *topics: str) -> list[Incoming]:
        """What is new on these topics, as a consumer that commits."""
        batch = []
        for topic in topics:
            records = self.producer.on(topic)
            first = self.read.get(topic, 0)
            batch += [incoming(one, offset) for offset, one in enumerate(records) if offset >= first]
            self.read[topic] = len(records)
        return batch

    async def keep(self, *topics: str) -> list[Case]:
        """Let the part strandet read; every case there is."""
        batch = self.unread(*(topics or ("hendelser.v1.dlt", "meldinger.v1.dlt")))
        assert await Strandet(self.store, self.now).handle(batch) == []
        return await self.cases()

    async def cases(self) -> list[Case]:
        return await case_search.find(self.store, Selection(states=STATES), 1000)

    async def run(
        self, letters: Sequence[Case], who: Who = KARI, *, force: bool = False, dry_run: bool = False
    ) -> list[Outcome]:
        """Run them again; what became of each."""
        return [one async for one in replay(self.desk, letters, who, rate=1000, force=force, dry_run=dry_run)]

    async def receive(self, raw: bytes, source: Source) -> Receipt:
        """Through the door, and all marked."""
        receipt = await self.door.receive(raw, source)
        await self.settle()
        return receipt

    async def settle(self) -> None:
        await self.ledger.close()
        self.ledger = self.door._ledger = Ledger(self.store)


@asynccontextmanager
async def office(store: Store, folder: Path, **judging: object) -> AsyncIterator[Office]:
    """An office with this store; content from 1 kB lies in the folder."""
    producer, now = FakeProducer(), Clock()
    judged = context(**judging)
    claim_check = ClaimCheck(FolderVault(folder / "store"), 100_000)
    desk = Desk(store, producer, Originals(producer), claim_check, judged, now)  # type: ignore[arg-type] # a fake
    ledger = Ledger(store)
    door = Door(judged, ledger, producer, now, 1.0, claim_check)
    made = Office(store, producer, desk, now, door, ledger)
    yield made
    await made.ledger.close()
