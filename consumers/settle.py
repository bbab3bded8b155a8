"""From histories to what is told: evaluate, compare, keep, publish.

Shared by detect (something came) and clock (time passed), which take turns.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import metrics
from adapters.failpoint import reach
from adapters.kafka.producer import Producer
from adapters.store import Store, avvik, board, history, outbox, patients, stranded
from adapters.tracing import trace_of
from consumers.board import board as board_of
from consumers.changes import changes
from consumers.evaluate import Evaluation, evaluate
from consumers.first_found import first_found
from consumers.telling import count, out_of, record_of
from consumers.withdraw import withdrawal_reason
from schemas.agreements import Agreement
from schemas.avvik import Avvik
from schemas.events import HENDELSER

Now = Callable[[], datetime]

AT_ONCE = 500
"""Changes published together, at most."""

log = structlog.get_logger()


@dataclass(slots=True)
class Settled:
    """What the evaluations of a batch come to.

    Attributes:
        changed: each changed avvik, with its JSON.
        outs: the same, as they are to be published.
        wakes: group -> when to look again.
        rows: of the board.
        strangers: HER-ids that no agreement knows.
    """

    changed: list[tuple[Avvik, str]] = field(default_factory=list)
    outs: list[outbox.Out] = field(default_factory=list)
    wakes: dict[str, datetime | None] = field(default_factory=dict)
    rows: list[board.Placed] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)

    def add(self, change: Avvik, home: int, trace: str) -> None:
        """A changed avvik of a patient whose partition is `home`, in the trace of what led to it."""
        body = change.model_dump_json(exclude_none=True)
        self.changed.append((change, body))
        self.outs.append(out_of(change, body, home, trace))


class Settler:
    """Brings what is told into step with what is known.

    Attributes:
        turn: held by whoever settles and publishes, so that changes go out in the order they were made.
    """

    def __init__(self, store: Store, producer: Producer, agreement: Agreement, limit_s: float) -> None:
        """`limit_s` is how long Kafka may take, in seconds."""
        self.turn = asyncio.Lock()
        self._store = store
        self._producer = producer
        self._agreement = agreement
        self._limit_s = limit_s

    async def settle(
        self, conn: AsyncConnection, gids: Collection[str], now: datetime, new: Container[UUID] = ()
    ) -> None:
        """Evaluate these groups of pids at `now`, and keep the changes with what is to be published.

        `new`: ids of events that may not have been looked at before.
        """
        if not gids:
            return
        histories = await history.histories(conn, gids)
        known = await avvik.load(conn, gids)
        incomplete = await stranded.gids(conn, gids)
        homes = await patients.homes(conn, gids)
        settled = Settled()
        for gid in sorted(gids):
            events = [HENDELSER.validate_json(event) for event in histories[gid]]
            before = {one.id: one for one in map(Avvik.model_validate_json, known[gid])}
            found = evaluate(events, now, self._agreement)
            evaluation = first_found(events, found, self._agreement, before, new)
            settled.wakes[gid] = evaluation.wake_at
            settled.strangers.update(evaluation.ukjente)
            settled.rows += (board.Placed(gid, row) for row in board_of(evaluation, self._agreement, now))
            for change in told(evaluation, before, now, incomplete=gid in incomplete):
                settled.add(change, homes[gid], trace_of(event.pid or "" for event in events))
        reach("detect.evaluated")
        if settled.strangers:
            log.info("parties.unknown", hers=sorted(settled.strangers))  # no rules run there (rules.md §12.1)
        await avvik.upsert(conn, settled.changed)
        await outbox.add(conn, settled.outs)
        await patients.set_wake(conn, settled.wakes)
        await board.replace(conn, gids, settled.rows, now)

    async def publish(self, partitions: Iterable[int]) -> None:
        """Send what is committed for these partitions, in order, also what a crash left behind."""
        mine = sorted(set(partitions))
        while True:
            async with self._store.read() as conn:
                pending = await outbox.pending(conn, mine, AT_ONCE)
            if not pending:
                return
            started = time.perf_counter()
            await self._producer.send([record_of(one.out) for one in pending], self._limit_s)
            metrics.published(time.perf_counter() - started)
            reach("detect.published")
            async with self._store.begin() as conn:
                await outbox.delete(conn, [one.seq for one in pending])
            reach("detect.cleared")
            count(one.out for one in pending)
            if len(pending) < AT_ONCE:
                return


def told(
    evaluation: Evaluation, before: Mapping[UUID, Avvik], now: datetime, *, incomplete: bool
) -> Iterator[Avvik]:
    """The changes since what was told before."""
    reason = partial(withdrawal_reason, evaluation=evaluation)
    return changes(evaluation.avvik, before, reason, now, incomplete=incomplete, detected=evaluation.detected)
