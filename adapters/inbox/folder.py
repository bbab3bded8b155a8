"""A folder as a way in: `inn/` → `ferdig/` or `avvist/`, the AppRec in `ut/`.

A file stays in `inn/` until everything about it is done, under a lock that the kernel gives back when
the process dies. So a kill at any point leaves the file where another worker finds it, and the door
answers the second time as it did the first.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from adapters.errors import Transient
from adapters.failpoint import reach
from adapters.inbox.answers import problems_as_json, too_large
from adapters.inbox.held import content_of, is_at, locked
from adapters.inbox.shelf import Shelf, mark_of
from adapters.receive import Receipt, Source

AT_ONCE = 32
"""Files carried to the door at the same time, so that their claims share a commit."""
UNFINISHED = (".tmp", ".part", ".filepart")
"""Endings under which senders write before they rename; names beginning with a dot as well."""
AWAY_S = 5.0
"""Seconds to wait when Kafka or the store is away."""
PUT_OFF_S = 60.0
"""Seconds before a file that cannot be dealt with is tried again; the others do not wait for it."""

log = structlog.get_logger()


@dataclass(slots=True)
class FolderInbox:
    """Carries the files of one folder to the door.

    Attributes:
        shelf: the folder's four rooms.
        deliver: the door.
        source: whom the folder may speak for.
        rest_s: seconds that a file must lie unchanged: its writer may not be done.
        max_bytes: largest file that is read.
    """

    shelf: Shelf
    deliver: Callable[[bytes, Source], Awaitable[Receipt]]
    source: Source
    rest_s: float
    max_bytes: int
    _seen: dict[str, tuple[tuple[int, int], float]] = field(default_factory=dict)

    async def sweep(self) -> int:
        """Carry every file that lies at rest; the number that was dealt with."""
        names = self._at_rest()
        turn = asyncio.Semaphore(AT_ONCE)
        done = await asyncio.gather(*(self._carry(name, turn) for name in names), return_exceptions=True)
        failed = [one for one in done if isinstance(one, BaseException)]
        if failed:
            raise failed[0]
        return sum(1 for one in done if one is True)

    async def watch(self, interval_s: float) -> None:
        """Sweep for ever; while Kafka or the store is away, the files wait in `inn/`."""
        while True:
            try:
                moved = await self.sweep()
            except Transient:
                log.warning("folder.waiting", retry_s=AWAY_S)
                await asyncio.sleep(AWAY_S)
                continue
            if not moved:
                await asyncio.sleep(interval_s)

    def _put_off(self, name: str) -> None:
        """Leave a file where it lies for a while; its name is not told, as it may be a person's."""
        log.exception("folder.file_failed", folder=self.source.name, retry_s=PUT_OFF_S)
        if name in self._seen:
            self._seen[name] = (self._seen[name][0], time.monotonic() + PUT_OFF_S - self.rest_s)

    def _at_rest(self) -> list[str]:
        """Names of files that have not changed for `rest_s`, by our own watching, oldest first."""
        now = time.monotonic()
        seen: dict[str, tuple[tuple[int, int], float]] = {}
        for entry in os.scandir(self.shelf.inn):
            unfinished = entry.name.startswith(".") or entry.name.endswith(UNFINISHED)
            if unfinished or not entry.is_file(follow_symlinks=False):
                continue
            try:
                stat = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # another worker was quicker
            state = (stat.st_size, stat.st_mtime_ns)
            before = self._seen.get(entry.name)
            seen[entry.name] = before if before and before[0] == state else (state, now)
        self._seen = seen
        return sorted(name for name, (_, since) in seen.items() if now - since >= self.rest_s)

    async def _carry(self, name: str, turn: asyncio.Semaphore) -> bool:
        """Whether the file was dealt with. Raises Transient; what else goes wrong is this one file's."""
        async with turn:
            try:
                return await self._carried(name)
            except Transient:
                raise
            except Exception:
                self._put_off(name)
                return False

    async def _carried(self, name: str) -> bool:
        path = self.shelf.inn / name
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return False
        try:
            if not locked(handle, path):
                return False
            reach("folder.taken")
            await self._take(name, handle)
            return True
        finally:
            os.close(handle)

    async def _take(self, name: str, handle: int) -> None:
        raw = await asyncio.to_thread(content_of, handle, self.max_bytes + 1)
        mark = mark_of(raw)
        if len(raw) > self.max_bytes:
            self.shelf.refuse(name, mark, problems_as_json(too_large(self.max_bytes)))
            return
        receipt = await self.deliver(raw, self.source)
        reach("folder.received")
        if receipt.apprec:
            self.shelf.answer(name, mark, receipt.apprec)
        reach("folder.answered")
        if not is_at(handle, self.shelf.inn / name):
            return  # another file has been laid over it meanwhile, and is next
        if receipt.verdict == "godtatt":
            self.shelf.finish(name, mark)
        else:
            self.shelf.refuse(name, mark, problems_as_json(*receipt.problems))
        log.info("folder.carried", verdict=receipt.verdict, msg_id=receipt.msg_id, folder=self.source.name)
