"""An archive through the door: the same judging, claims and receipts, into a store on disk."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Final

from adapters.errors import Rejected, Transient
from adapters.kafka.records import Incoming, Record
from adapters.ledger import Ledger
from adapters.messages.judge import Context
from adapters.receive import LARGE, TOGETHER, Door
from adapters.receive import Source as Carrier
from adapters.store import Store, history
from broker.analyse.received import Arrivals
from broker.koblinger import Pair, fact, record_of
from broker.message_source import Source
from consumers.detect import read
from schemas.topics import HENDELSER

BATCH_BYTES: Final = 32_000_000
"""Messages read together have no more bytes than this, and one message."""
NEVER: Final = datetime.max.replace(tzinfo=UTC)
ARCHIVE: Final = Carrier("arkiv", None, historie=True)
KNOWN: Final = Carrier("arkiv", None, historie=False)
"""For messages of which it is known when they came."""


@dataclass(slots=True)
class Taken:
    """What became of the messages.

    Attributes:
        messages: how many were read.
        refused: code of the first problem -> how many; "plo." and an exception where the fault is our own.
        repeated: how many had been there before.
        timed: of how many it was known when they came.
        unused: lines of --received about files that are not there.
        unread: names of files of which nothing could be read: nobody knows what they hold.
    """

    messages: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    timed: int = 0
    unused: int = 0
    unread: list[str] = field(default_factory=list)

    def leave(self, source: Source, code: str) -> None:
        """Count a file that could not be read."""
        self.refused[code] += 1
        self.unread.append(source.name)


class Histories:
    """In Kafka's place: events go straight into the patients' histories, and the rest nowhere."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def send_each(self, groups: Sequence[Sequence[Record]], limit_s: float) -> list[Exception | None]:
        """Keep the events of all."""
        records = (record for record in chain.from_iterable(groups) if record.topic == HENDELSER.name)
        rows, _ = read([_incoming(record) for record in records])
        async with self._store.begin() as conn:
            await history.add(conn, rows)
        return [None for _ in groups]


@asynccontextmanager
async def door_of(context: Context, store: Store) -> AsyncIterator[Door]:
    """A door that leads to the histories of `store`."""
    ledger = Ledger(store)
    door = Door(context, ledger, Histories(store), lambda: datetime.now(UTC), 60.0)
    try:
        yield door
    finally:
        await door.close()
        await ledger.close()


async def take(sources: Iterable[Source], received: Arrivals, door: Door, max_bytes: int) -> Taken:
    """All messages. `received` says when a file came; for the others GenDate counts.

    What came first is read first: of a message that is there several times, the first counts.
    """
    taken = Taken()

    async def one(source: Source, raw: bytes) -> None:
        at = received.of(source.name)
        taken.timed += at is not None
        try:
            receipt = await door.receive(raw, KNOWN if at else ARCHIVE, at)
        except Transient:
            raise
        except Exception as error:  # ours, and no reason to lose all the others
            taken.leave(source, f"plo.{type(error).__name__}")
            return
        taken.repeated += receipt.repeated
        if receipt.problems and not receipt.repeated:
            taken.refused[receipt.problems[0].code] += 1

    for batch in _batches(_contents(_as_they_came(sources, received), max_bytes, taken)):
        await asyncio.gather(*(one(source, raw) for source, raw in batch))
    taken.unused = received.unused
    return taken


async def tie(store: Store, pairs: Iterable[Pair], at: datetime) -> None:
    """Bring the histories together of those whom the table of aliases says are one, as told at `at`."""
    rows, _ = read([_incoming(record_of(fact(pair, True, "analyse", at))) for pair in pairs])
    async with store.begin() as conn:
        await history.add(conn, rows)


def _as_they_came(sources: Iterable[Source], received: Arrivals) -> Iterable[Source]:
    """In order of receipt; those of which nobody knows when they came, last."""
    if not received:
        return sources
    return sorted(sources, key=lambda source: received.of(source.name) or NEVER)


def _contents(sources: Iterable[Source], max_bytes: int, taken: Taken) -> Iterator[tuple[Source, bytes]]:
    for source in sources:
        taken.messages += 1
        try:
            yield source, source.content(max_bytes)
        except OSError:
            taken.leave(source, "file.unreadable")
        except Rejected as rejected:
            taken.leave(source, rejected.problems[0].code)


def _batches(pairs: Iterable[tuple[Source, bytes]]) -> Iterator[list[tuple[Source, bytes]]]:
    batch: list[tuple[Source, bytes]] = []
    size = 0
    for pair in pairs:
        if len(pair[1]) >= LARGE and any(pair[1] == raw for _, raw in batch):
            yield batch  # large ones may overtake each other, and the first must be first
            batch, size = [], 0
        batch.append(pair)
        size += len(pair[1])
        if len(batch) == TOGETHER or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _incoming(record: Record) -> Incoming:
    return Incoming(record.topic, 0, 0, 0, record.key, record.value, record.headers)
