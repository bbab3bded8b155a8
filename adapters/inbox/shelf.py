"""The four rooms of a folder, and moves between them that are whole or not at all."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Shelf:
    """`inn`, `ferdig`, `avvist` and `ut` below one folder."""

    root: Path

    @property
    def inn(self) -> Path:
        return self.root / "inn"

    def make(self) -> None:
        """Make the rooms that are missing."""
        for room in ("inn", "ferdig", "avvist", "ut"):
            (self.root / room).mkdir(parents=True, exist_ok=True)

    def answer(self, name: str, mark: str, apprec: bytes) -> None:
        """Lay the AppRec in `ut`; the same file answered twice is the same AppRec in the same place."""
        write_whole(self.root / "ut" / f"{Path(name).stem}.{mark}.apprec.xml", apprec)

    def finish(self, name: str, mark: str) -> None:
        """Move the file to `ferdig`."""
        os.replace(self.inn / name, self._target(name, "ferdig", mark))

    def refuse(self, name: str, mark: str, why: bytes) -> None:
        """Move the file to `avvist`, with what was wrong beside it."""
        target = self._target(name, "avvist", mark)
        write_whole(target.with_name(f"{target.name}.feil.json"), why)
        os.replace(self.inn / name, target)

    def _target(self, name: str, room: str, mark: str) -> Path:
        """A place of its own for each content: an earlier file of the same name is never written over."""
        plain = self.root / room / name
        if not plain.exists():
            return plain
        return plain.with_name(f"{plain.stem}.{mark}{plain.suffix}")


def mark_of(handle: int) -> str:
    """Tells two contents of one file name apart: eight hex digits."""
    with open(handle, "rb", closefd=False) as file:
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]


def content_of(handle: int) -> bytes:
    """All bytes of an open file."""
    with open(handle, "rb", closefd=False) as file:
        file.seek(0)
        return file.read()


def write_whole(path: Path, content: bytes) -> None:
    """Write so that a reader sees all of it or nothing, also after a crash."""
    draft = path.with_name(f".{path.name}.tmp")
    with open(draft, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
