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
    """Many callers, one group at a time.

    A flush that raises, fails for its own items only; one that answers an exception in the place of a result,
    for that item alone. A caller that gives up before its item is on its way takes the item back; one that
    gives up later leaves it to be flushed, and the others notice nothing.
    """

    def __init__(self, flush: Flush[T, R], most: int, pause_s: float = 0) -> None:
        """`flush` takes up to `most` items and answers as many results, in order.

        Before each flush is a pause for more to arrive: whoever has just been answered sends the next one.
        """
        self._flush = flush
        self._most = most
        self._pause_s = pause_s
        self._queue: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._runner: asyncio.Task[None] | None = None
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
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        return await future

    async def close(self) -> None:
        """Take no more, and wait until all that was taken is flushed."""
        self._closed = True
        if self._runner is not None:
            await asyncio.wait([self._runner])

    async def _run(self) -> None:
        try:
            while self._queue:
                await asyncio.sleep(self._pause_s)
                await self._flush_group(self._next())
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
        if not group:
            return
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
