"""Work in groups: what arrives while one group is under way goes together in the next."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from adapters.errors import Transient

T = TypeVar("T")
R = TypeVar("R")

Flush = Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]]


class Groups(Generic[T, R]):
    """Many callers, a few groups at a time.

    A flush that raises, fails for its own items only; one that answers an exception in the place of a result,
    for that item alone. A caller that gives up before its item is on its way takes the item back; one that
    gives up later leaves it to be flushed, and the others notice nothing.
    """

    def __init__(self, flush: Flush[T, R], most: int, at_once: int = 1) -> None:
        """`flush` takes up to `most` items and answers as many results, in order; `at_once` run at a time."""
        self._flush = flush
        self._most = most
        self._at_once = at_once
        self._queue: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._running = 0
        self._runners: set[asyncio.Task[None]] = set()
        self._closed = False

    async def submit(self, item: T) -> R:
        """The result for `item`, once it is flushed.

        Raises:
            Transient: closed. Whatever else the flush raises or answers.
        """
        if self._closed:
            raise Transient("closing")
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.append((item, future))
        if self._running < self._at_once:
            self._running += 1
            runner = asyncio.create_task(self._run())
            self._runners.add(runner)
            runner.add_done_callback(self._runners.discard)
        return await future

    async def close(self) -> None:
        """Take no more, and wait until all that was taken is flushed."""
        self._closed = True
        if self._runners:
            await asyncio.wait(self._runners)

    async def _run(self) -> None:
        try:
            while group := self._next():
                await self._flush_group(group)
        except asyncio.CancelledError:  # the loop itself is being stopped
            for _, future in self._queue:
                future.cancel()
            self._queue.clear()
            raise
        finally:
            self._running -= 1

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
            answers = [(one, error) for one in group]
        for (_, future), result in answers:
            _settle(future, result)


def _settle(future: "asyncio.Future[R]", result: R | Exception) -> None:
    """Unless its caller has given up."""
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
