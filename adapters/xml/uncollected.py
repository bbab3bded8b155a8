"""No pause of Python's garbage collector in the middle of work whose time is measured.

A full collection walks through every object of the process: in a large one that takes as long as the work may
take, and whether it comes is chance.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0
_was_on = False


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is collected while a thread is inside; for short work only, as it is for the whole process."""
    global _inside, _was_on
    with _lock:
        _inside += 1
        if _inside == 1:
            _was_on = gc.isenabled()
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0 and _was_on:
                gc.enable()
