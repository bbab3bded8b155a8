"""A folder as a way in: `inn/` → `ferdig/` or `avvist/`, the AppRec in `ut/`.

A file stays in `inn/` until everything about it is done, under a lock that the kernel gives back when
the process dies. So a kill at any point leaves the file where another worker finds it, and the door
answers the second time as it did the first.
"""

import asyncio
import fcntl
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import structlog

from adapters.errors import Problem, Transient
from adapters.failpoint import reach
from adapters.inbox.shelf import Shelf, content_of, mark_of
from adapters.receive import Receipt, Source

AT_ONCE = 32
"""Files carried to the door at the same time, so that their claims share a commit."""
UNFINISHED = (".tmp", ".part", ".filepart")
"""Endings under which senders write before they rename; names beginning with a dot as well."""
AWAY_S = 5.0
"""Seconds to wait when Kafka or the store is away."""

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
        async with turn:
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
        mark = await asyncio.to_thread(mark_of, handle)
        if os.fstat(handle).st_size > self.max_bytes:
            self.shelf.refuse(name, mark, problems_as_json(too_large(self.max_bytes)))
            return
        receipt = await self.deliver(await asyncio.to_thread(content_of, handle), self.source)
        reach("folder.received")
        if receipt.apprec:
            self.shelf.answer(name, mark, receipt.apprec)
        reach("folder.answered")
        if receipt.verdict == "godtatt":
            self.shelf.finish(name, mark)
        else:
            self.shelf.refuse(name, mark, problems_as_json(*receipt.problems))
        log.info("folder.carried", verdict=receipt.verdict, msg_id=receipt.msg_id, folder=self.source.name)


def locked(handle: int, path: Path) -> bool:
    """Whether this worker now owns the file: locked by us, and still the one that lies at `path`."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(handle).st_ino == path.stat(follow_symlinks=False).st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def too_large(most: int) -> Problem:
    return Problem("xml.too_large", "T99", f"Filen er større enn grensen på {most} byte, og er ikke lest.")


def problems_as_json(*problems: Problem) -> bytes:
    """What was wrong, for the file beside a refused one."""
    rows = [
        {"code": p.code, "path": p.path, "line": p.line, "expected": p.expected, "text": p.text}
        for p in problems
    ]
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2)
