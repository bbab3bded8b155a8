"""Whose turn it is to write to an SQLite file: one after another, the processes of a machine as well.

SQLite itself lets in whoever asks at the right moment. One that waits asks more and more seldom, at last
every 100 ms, and one that has just written asks at once: of two busy writers one may wait for seconds.
"""

import asyncio
import fcntl
import os

ENDINGS = ("-next", "-writer")
"""Of the two files beside the database: held by the one whose turn is next, and by the one that writes."""
EVERY_S = 0.002
"""How often one that waits asks. Whoever is next keeps the others from asking for the turn itself."""
LONGEST_S = 2.0
"""After so long it is left to SQLite, which waits again and then says busy: no turn is worth a stop."""


class Turn:
    """The right to write, as an asynchronous context manager. Killed processes let go of theirs."""

    def __init__(self, database: str) -> None:
        """Raises OSError where there can be no file beside the database."""
        self._ours = asyncio.Lock()
        self._next, self._writer = (
            os.open(database + ending, os.O_CREAT | os.O_RDWR, 0o600) for ending in ENDINGS
        )

    def close(self) -> None:
        """Give the files up."""
        os.close(self._next)
        os.close(self._writer)

    async def __aenter__(self) -> None:
        await self._ours.acquire()
        try:
            until = asyncio.get_running_loop().time() + LONGEST_S
            await _taken(self._next, until)
            await _taken(self._writer, until)
        except BaseException:
            self._end()
            raise
        finally:
            fcntl.flock(self._next, fcntl.LOCK_UN)

    async def __aexit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        fcntl.flock(self._writer, fcntl.LOCK_UN)
        self._ours.release()


async def _taken(file: int, until: float) -> None:
    """Wait for the lock of an open file, to a moment of the loop's clock at most."""
    while asyncio.get_running_loop().time() < until:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            await asyncio.sleep(EVERY_S)
