"""Content in a folder: a file each, named by its hash, that its owner alone may read."""

import errno
import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from adapters.claimcheck.ticket import OURS
from adapters.claimcheck.vault import Missing
from adapters.errors import Transient


class FolderVault:
    """Content below `root`, which is made when something is put there.

    A file is written beside its place, flushed to the disk and given its name: a process that dies leaves
    the whole file or none. What it leaves of a half-written one begins with a full stop.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, ref: str, content: bytes) -> None:
        """Raises Transient: the disk is full, or not to be written."""
        path = self._root / ref
        try:
            self._make(path.parent)
            _write(path, content)
        except OSError as error:
            raise Transient(_told(error)) from None

    def get(self, ref: str) -> bytes:
        """Raises Missing, and Transient when it is there and cannot be read."""
        try:
            return (self._root / ref).read_bytes()
        except FileNotFoundError:
            raise Missing(ref) from None
        except OSError as error:
            raise Transient(_told(error)) from None

    def forget(self, before: datetime) -> int:
        """Half-written files of that age as well. Raises Transient: something cannot be deleted."""
        try:
            return sum(
                _forgotten(path, before.timestamp()) for path in self._root.glob("??/*") if _is_ours(path)
            )
        except OSError as error:
            raise Transient(_told(error)) from None

    def _make(self, folder: Path) -> None:
        """Folders that outlive a loss of power: each is known to the one above it."""
        for path in (self._root, folder):
            if not path.is_dir():
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
                _flush(path.parent)


def _is_ours(path: Path) -> bool:
    name = path.name.removeprefix(".").partition(".")[0]
    return OURS.fullmatch(f"{path.parent.name}/{name}") is not None


def _forgotten(path: Path, before: float) -> bool:
    """Looked at right before it is deleted, as the same content may have come again."""
    with suppress(FileNotFoundError):  # another process is at it too
        if path.stat().st_mtime < before:
            path.unlink()
            return True
    return False


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _flush(path.parent)


def _flush(folder: Path) -> None:
    """The names in a folder, to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _told(error: OSError) -> str:
    """Without the path, which the log is better without."""
    return f"claim-check folder: {errno.errorcode.get(error.errno or 0, type(error).__name__)}"
