"""A consumer's handler that also handles dead letters run again: each once, and its case told of it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from adapters.closing import resolve
from adapters.failpoint import reach
from adapters.kafka.bad import Bad
from adapters.kafka.guard import Handle
from adapters.kafka.records import Incoming
from adapters.kafka.replayed import Again, replay_of
from adapters.store import Store, cases
from schemas.topics import REPLAY


class Replays:
    """Stands before a consumer's own handler."""

    def __init__(self, store: Store, group: str, handle: Handle, now: Callable[[], datetime]) -> None:
        self._store = store
        self._group = group
        self._handle = handle
        self._now = now

    async def handle(self, batch: Sequence[Incoming]) -> Sequence[Bad]:
        """Handle a batch; what is a replay is noted as resolved once its effect is committed.

        One whose case is closed is passed over: it was handled before, or somebody gave it up. Of two of one
        letter the second waits for what becomes of the first.
        """
        if not any(REPLAY in one.topic for one in batch):
            return await self._handle(batch)
        return [bad for part in _apart(batch) for bad in await self._part(part)]

    async def _part(self, batch: Sequence[Incoming]) -> Sequence[Bad]:
        again = {_place(one): found for one in batch if (found := replay_of(one))}
        known = await cases.load(self._store, {one.dlq_id for one in again.values()})
        closed = {id_ for id_, case in known.items() if case.is_closed}
        left = [one for one in batch if not _is_done(again.get(_place(one)), closed)]
        bad = await self._handle(left) if left else ()
        tried = {_place(one) for one in left} - {_place(one.incoming) for one in bad}
        handled = [one for place, one in again.items() if place in tried]
        if handled:
            reach("replays.handled")
            await resolve(self._store, handled, self._group, self._now())
        return bad


def _apart(batch: Sequence[Incoming]) -> list[Sequence[Incoming]]:
    """The batch, in parts that hold no letter twice: one part as a rule."""
    parts: list[list[Incoming]] = [[]]
    seen: set[str] = set()
    for one in batch:
        again = replay_of(one)
        if again and again.dlq_id in seen:
            parts.append([])
            seen = set()
        if again:
            seen.add(again.dlq_id)
        parts[-1].append(one)
    return list(parts)


def _is_done(again: Again | None, closed: set[str]) -> bool:
    return again is not None and again.dlq_id in closed


def _place(one: Incoming) -> tuple[str, int, int]:
    return one.topic, one.partition, one.offset
