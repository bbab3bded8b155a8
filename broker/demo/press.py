"""Any key: whoever reads wants the table to stand still."""

import asyncio
import os
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def pressed(stream: TextIO, act: Callable[[], None]) -> Iterator[bool]:
    """Call `act` for every key press in the body; False where there is nobody to press one.

    The terminal is left as it was found. Ctrl-C stays what it is.
    """
    if not _ours(stream):
        yield False
        return
    handle, loop = stream.fileno(), asyncio.get_running_loop()
    before = termios.tcgetattr(handle)
    tty.setcbreak(handle, termios.TCSANOW)
    loop.add_reader(handle, _read, handle, act)
    try:
        yield True
    finally:
        loop.remove_reader(handle)
        termios.tcsetattr(handle, termios.TCSANOW, before)


def _read(handle: int, act: Callable[[], None]) -> None:
    if os.read(handle, 1024):
        act()


def _ours(stream: TextIO) -> bool:
    """A terminal that we are in front of: a process in the background may not touch its modes."""
    return stream.isatty() and os.tcgetpgrp(stream.fileno()) == os.getpgrp()
