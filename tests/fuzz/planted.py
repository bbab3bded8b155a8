"""Something to try messages on that has every kind of fault: to see that they are found."""

import os
import time
from pathlib import Path

from fuzz.tried import MOST_MB, MOST_S, Broken, Tried, timed


def burn() -> None:
    """Works for too long."""
    end = time.process_time() + MOST_S + 0.1
    while time.process_time() < end:
        pass


def swell() -> None:
    """Takes more memory than it may, and gives it back."""
    bytearray(b"x") * (MOST_MB << 20)


def trip() -> None:
    """Lets an exception escape."""
    raise KeyError("ukjent")


def lie() -> None:
    """Keeps no promise."""
    raise Broken("AppRec")


FAULTS = {
    b"time": burn,
    b"memory": swell,
    b"exception": trip,
    b"broken": lie,
    b"death": lambda: os._exit(3),
    b"hang": lambda: time.sleep(3600),
}


class Subject:
    """Has the fault that the message names, and none for any other."""

    def __call__(self, file: Path) -> Tried:
        _, cpu_s = timed(FAULTS.get(file.read_bytes(), lambda: None))
        return Tried("godtatt", 200, cpu_s)
