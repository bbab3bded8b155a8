"""A process that tries messages: it may break, hang, swell or die, and the next one takes its place."""

import multiprocessing
import os
import resource
import traceback
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from fuzz.tried import MOST_MB, MOST_S, Broken, Tried, peak_mb

from broker.run.keeper import ALLOCATOR

HANG_S = 60.0
START_S = 120.0
OURS = f"{Path(__file__).resolve().parents[2]}/"
ROOM = 4 << 30
"""Bytes of address space: what swells beyond measure fails, and the machine lives."""

Try = Callable[[Path], Tried]
"""Given the file of a message: to be given its bytes would take memory that the service does not take."""


class Worker:
    """The parent's end.

    Attributes:
        subject: makes what is tried on, in the process of its own; importable by name.
        hang_s: seconds on the clock after which nobody waits any more.
        lives: messages that one process tries; 0: all of them, as the service would.
    """

    def __init__(self, subject: Callable[[], Try], hang_s: float = HANG_S, lives: int = 0) -> None:
        self.subject, self.hang_s, self.lives = subject, hang_s, lives
        self._home = TemporaryDirectory()
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._home.cleanup()

    def tried(self, raw: bytes) -> Tried:
        """What comes of a message; after a fault that may linger, the process is a new one."""
        self._number += 1
        file = Path(self._home.name) / "melding.xml"
        file.write_bytes(raw)
        self._pipe.send(file)
        tried = self._heard()
        if tried.fault in ("memory", "death", "hang") or self._number == self.lives:
            self._end()
            self._start()
        return tried

    def _heard(self) -> Tried:
        if not self._pipe.poll(self.hang_s):
            return Tried(fault="hang", told=f"no answer within {self.hang_s:.0f} s")
        try:
            tried: Tried = self._pipe.recv()
        except EOFError:
            self._process.join()
            return Tried(fault="death", told=f"the process ended with {self._process.exitcode}")
        return tried

    def _end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _start(self) -> None:
        self._number = 0
        os.environ.update(ALLOCATOR)  # as the parts of the service have it
        fresh = multiprocessing.get_context("spawn")  # no memory of the parent's in what is measured
        self._pipe, theirs = fresh.Pipe()
        self._process = fresh.Process(target=serve, args=(theirs, self.subject), daemon=True)
        self._process.start()
        theirs.close()
        if not self._pipe.poll(START_S):
            raise TimeoutError("the process that tries messages did not start")
        self._pipe.recv()


def serve(pipe: Connection, subject: Callable[[], Try]) -> None:
    """The child's end: for ever."""
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    attempt = subject()
    pipe.send(peak_mb())
    while True:
        pipe.send(_tried(attempt, pipe.recv()))


def _tried(attempt: Try, file: Path) -> Tried:
    before = peak_mb()
    try:
        tried = attempt(file)
    except Exception as failure:
        return Tried(peak_mb=peak_mb(), fault="exception", told=_told(failure))
    tried = replace(tried, peak_mb=peak_mb())
    if tried.peak_mb > MOST_MB:
        told = f"{before} MB at most until then, now {tried.peak_mb} MB\nmore than {MOST_MB} MB"
        return replace(tried, fault="memory", told=told)
    if tried.cpu_s > MOST_S:
        return replace(tried, fault="time", told=f"more than {MOST_S} s")
    return tried


def _told(failure: Exception) -> str:
    """The traceback, and last the place of ours that it came from, as texts differ."""
    frames = traceback.extract_tb(failure.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename and OURS in frame.filename]
    at = f"{own[-1].name}, {own[-1].filename.removeprefix(OURS)}:{own[-1].lineno}"
    name = f"«{failure}»" if isinstance(failure, Broken) else type(failure).__name__
    return "".join(traceback.format_exception(failure)) + f"{name} i {at}"
