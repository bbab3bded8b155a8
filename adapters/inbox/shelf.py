"""The four rooms of a folder, and moves between them that are whole or not at all."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

LONGEST_NAME = 250
"""Bytes of a file name that leave room for what a draft of it is called; file systems take 255."""
LONGEST_SUFFIX = 16
"""Bytes of a suffix that is kept last; a longer one is none."""


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
        write_whole(self.root / "ut" / named(Path(name).stem, f".{mark}.apprec.xml"), apprec)

    def finish(self, name: str, mark: str) -> None:
        """Move the file to `ferdig`."""
        os.replace(self.inn / name, self._target(name, "ferdig", mark))

    def refuse(self, name: str, mark: str, why: bytes) -> None:
        """Move the file to `avvist`, with what was wrong beside it."""
        target = self._target(name, "avvist", mark)
        beside = target.with_name(f"{target.name}.feil.json")
        if len(os.fsencode(beside.name)) > LONGEST_NAME or beside.exists():
            beside = target.with_name(named(target.name, f".{mark}.feil.json"))
        write_whole(beside, why)
        os.replace(self.inn / name, target)

    def _target(self, name: str, room: str, mark: str) -> Path:
        """A place of its own for each content: an earlier file of the same name is never written over."""
        plain = self.root / room / name
        if not plain.exists():
            return plain
        stem, suffix = os.path.splitext(name)
        if len(os.fsencode(suffix)) > LONGEST_SUFFIX:
            stem, suffix = name, ""
        return plain.with_name(named(stem, f".{mark}{suffix}"))


def named(stem: str, ending: str) -> str:
    """A file name that every file system takes: a long stem is cut, the ending never."""
    return os.fsdecode(os.fsencode(stem)[: LONGEST_NAME - len(os.fsencode(ending))]) + ending


def mark_of(content: bytes) -> str:
    """Tells two contents of one file name apart: eight hex digits."""
    return hashlib.sha256(content).hexdigest()[:8]


def write_whole(path: Path, content: bytes) -> None:
    """Write so that a reader sees all of it or nothing, also after a crash."""
    draft = path.with_name(f".{path.name}.tmp")
    with open(draft, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
