"""A file that a worker has opened: whether it is ours, and what it holds."""

import fcntl
import os
from pathlib import Path


def locked(handle: int, path: Path) -> bool:
    """Whether this worker now owns the file: locked by us, and still the one that lies at `path`."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return is_at(handle, path)


def is_at(handle: int, path: Path) -> bool:
    """Whether the open file is the one that lies at `path` now."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def content_of(handle: int, most: int) -> bytes:
    """The bytes of an open file, at most `most`: what lies there may be larger than any memory."""
    with open(handle, "rb", closefd=False) as file:
        file.seek(0)
        return file.read(most)
