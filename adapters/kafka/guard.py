"""What becomes of a batch: every record of it is handled or dead-lettered, or nothing is committed.

Something is away (Transient): wait and try the same batch again, in place, so that order is kept.
Any other exception: one record at a time, three tries each, then a dead letter; too many bugs in a row, or
among the newest records, stop the consumer instead of draining the topic (architecture.md §7).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from adapters import metrics
from adapters.errors import Rejected, Transient
from adapters.kafka.bad import Bad, bug, place, rejected
from adapters.kafka.breaker import Breaker, TooManyBugs
from adapters.kafka.records import Incoming

__all__ = ["Bury", "Guard", "Handle", "LetGo", "TooManyBugs"]

log = structlog.get_logger()

TRIES = 3
FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 15.0

R = TypeVar("R")


Batch = Sequence[Incoming]
Handle = Callable[[Batch], Awaitable[Sequence[Bad]]]
"""Deals with a batch and returns what it refuses. Must bear being given the same records again."""
Bury = Callable[[Sequence[Bad]], Awaitable[None]]
"""Writes dead letters; returns when they are acknowledged."""
Wait = Callable[[float], Awaitable[bool]]
"""Waits so many seconds; False at once when the batch is no longer ours to handle."""


class LetGo(Exception):
    """The batch was given up half-way: stopping, or its partitions are another's now."""


@dataclass(slots=True)
class Guard:
    """Takes a batch through the handler.

    Attributes:
        waiting_for: what is away, in the words of the exception; "" when it is at work.
    """

    group: str
    handle: Handle
    bury: Bury
    wait: Wait
    waiting_for: str = ""
    _breaker: Breaker = field(init=False)

    def __post_init__(self) -> None:
        self._breaker = Breaker(self.group)

    async def run(self, batch: Batch) -> None:
        """Returns when every record is dealt with, and only then. Raises LetGo and TooManyBugs."""
        bad = await self._handled(batch)
        if bad:
            await self._in_place(lambda: self.bury(bad))

    async def _handled(self, batch: Batch) -> Sequence[Bad]:
        try:
            bad = await self._in_place(lambda: self.handle(batch))
        except LetGo:
            raise
        except Exception as exc:
            log.warning("batch.failed", group=self.group, error=type(exc).__name__, where=place(exc))
            return [one for incoming in batch for one in await self._alone(incoming)]
        self._count(batch, bad)
        return bad

    async def _alone(self, incoming: Incoming) -> Sequence[Bad]:
        bad = await self._tried(incoming)
        self._count((incoming,), bad)
        return bad

    async def _tried(self, incoming: Incoming) -> Sequence[Bad]:
        """Raises LetGo; every other exception of the handler ends as a Bad."""
        for attempt in range(1, TRIES + 1):
            if attempt > 1 and not await self.wait(FIRST_WAIT_S * attempt):
                raise LetGo
            try:
                return await self._in_place(lambda: self.handle((incoming,)))
            except LetGo:
                raise
            except Rejected as exc:
                return (rejected(incoming, exc, attempt),)
            except Exception as exc:
                refused = bug(incoming, exc, attempt)
        return (refused,)

    async def _in_place(self, call: Callable[[], Awaitable[R]]) -> R:
        """Call until nothing is away. Raises LetGo, and what the call raises but Transient."""
        pause = FIRST_WAIT_S
        try:
            while True:
                try:
                    return await call()
                except Transient as exc:
                    self._waits(exc)
                if not await self.wait(pause):
                    raise LetGo
                pause = min(pause * 2, LONGEST_WAIT_S)
        finally:
            self._at_work()

    def _waits(self, exc: Transient) -> None:
        metrics.retried(self.group)
        why = str(exc) or type(exc).__name__
        if not self.waiting_for:
            metrics.waiting(self.group, True)
            log.warning("consumer.waiting", group=self.group, why=why)
        self.waiting_for = why

    def _at_work(self) -> None:
        if self.waiting_for:
            self.waiting_for = ""
            metrics.waiting(self.group, False)
            log.info("consumer.resumed", group=self.group)

    def _count(self, batch: Batch, bad: Sequence[Bad]) -> None:
        """Raises TooManyBugs."""
        self._breaker.count(batch, [one.incoming for one in bad if one.error_class == "BUG"])
