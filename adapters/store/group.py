"""Group commit: what arrives while one flush is under way goes together in the next."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from adapters.errors import Transient

T = TypeVar("T")
R = TypeVar("R")


class GroupCommit(Generic[T, R]):
    """Many callers, one flush at a time.

    A flush that fails, fails for its own items only. A caller that gives up before its item is on its
    way takes the item back; one that gives up later leaves it to be flushed, and the others notice nothing.

    Attributes:
        flush: takes up to `most` items, answers as many results in the same order.
        most: largest group.
    """

    def __init__(self, flush: Callable[[Sequence[T]], Awaitable[Sequence[R]]], most: int) -> None:
        self._flush = flush
        self._most = most
        self._queue: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._runner: asyncio.Task[None] | None = None
        self._closed = False

    async def submit(self, item: T) -> R:
        """The result for `item`, once it is flushed.

        Raises:
            Transient: closed. Whatever else the flush raises.
        """
        if self._closed:
            raise Transient("closing")
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.append((item, future))
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        return await future

    async def close(self) -> None:
        """Take no more, and wait until all that was taken is flushed."""
        self._closed = True
        if self._runner is not None:
            await asyncio.shield(self._runner)

    async def _run(self) -> None:
        try:
            while group := self._next():
                await self._flush_group(group)
        finally:
            self._runner = None
            for _, future in self._queue:  # only when the loop itself is being stopped
                future.cancel()
            self._queue.clear()

    def _next(self) -> list[tuple[T, asyncio.Future[R]]]:
        group: list[tuple[T, asyncio.Future[R]]] = []
        while self._queue and len(group) < self._most:
            item, future = self._queue.popleft()
            if not future.done():
                group.append((item, future))
        return group

    async def _flush_group(self, group: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._flush([item for item, _ in group])
            answers = list(zip(group, results, strict=True))
        except asyncio.CancelledError:
            for _, future in group:
                future.cancel()
            raise
        except Exception as error:
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), result in answers:
            if not future.done():
                future.set_result(result)
