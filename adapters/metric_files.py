"""The files in which a process counts, for another process to add up.

A file that is mapped into memory kills its process (SIGBUS) when a page of it is written that the disk has
no room for. So all the room is taken at the start; who gets none counts for itself alone.
"""

import os
from pathlib import Path
from typing import Final

from prometheus_client import values

ROOM: Final = 1 << 20
"""Bytes of each file: more than all of the table comes to with every value of its labels."""
KINDS: Final = ("counter", "histogram", "gauge_livemax")


def share(folder: Path, name: str) -> bool:
    """Count in the files of `name` from now on; False, and in this process alone, where they find no room.

    To be called before adapters.metrics is imported, with PROMETHEUS_MULTIPROC_DIR as `folder`. A process
    that is started again under its name counts on where the last one ended.
    """
    try:
        for kind in KINDS:
            take(folder / f"{kind}_{name}.db")
    except OSError:
        values.ValueClass = values.MutexValue
        return False
    values.ValueClass = values.MultiProcessValue(lambda: name)  # type: ignore[no-untyped-call]
    return True


def take(path: Path) -> None:
    """Give the file its room on the disk. Raises OSError, and leaves no half file behind."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.posix_fallocate(opened, 0, ROOM)
    except OSError:
        path.unlink()
        raise
    finally:
        os.close(opened)
