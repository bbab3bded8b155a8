"""How each running part says how it is: a small file below <home>/run, renewed every second."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import psutil

FRESH_S = 6.0
"""A part that has not said anything for this long hangs."""


@dataclass(frozen=True, slots=True)
class PartStatus:
    """How a part is.

    Attributes:
        pid: process id; None when it does not run.
        address: where it listens or what it reads.
        why: what is wrong, in words; empty when healthy.
    """

    name: str
    pid: int | None
    address: str
    healthy: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """One part's own file."""

    folder: Path
    name: str
    address: str

    def write(self, why: str = "") -> None:
        """Say that this process is alive, and what is wrong if anything is; unsaid on a disk that is full."""
        pid = os.getpid()
        body = {
            "pid": pid,
            "born": psutil.Process(pid).create_time(),
            "address": self.address,
            "at": time.time(),
            "why": why,
        }
        _put(self.folder / f"{self.name}.json", body)

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Take the file away on an orderly end; after a crash it stays and tells of it."""
        self.write("starter")
        yield
        (self.folder / f"{self.name}.json").unlink(missing_ok=True)


def last_word(folder: Path, name: str, why: str) -> None:
    """Leave behind why a part has ended for good, for those who ask how it is."""
    path = folder / f"{name}.json"
    with contextlib.suppress(FileNotFoundError):  # it never came so far as to say anything
        _put(path, {**orjson.loads(path.read_bytes()), "ended": why})


def _put(path: Path, body: dict[str, object]) -> None:
    """All of it at once, or nothing on a disk that is full."""
    draft = path.with_name(f".{path.stem}.{os.getpid()}")
    try:
        draft.write_bytes(orjson.dumps(body))
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)


def read(path: Path, now: float) -> PartStatus:
    """What the file of a part says, held against what the machine says."""
    body = orjson.loads(path.read_bytes())
    name, pid, address = path.stem, body["pid"], body["address"]
    if not lives(pid, body["born"]):
        return PartStatus(name, None, address, False, body.get("ended") or f"prosess {pid} er borte")
    if now - body["at"] > FRESH_S:
        return PartStatus(
            name, pid, address, False, f"svarer ikke; sist sett for {now - body['at']:.0f} s siden"
        )
    return PartStatus(name, pid, address, not body["why"], body["why"])


def lives(pid: int, born: float) -> bool:
    """Whether the process is still that one, and not another that got its number."""
    try:
        return abs(psutil.Process(pid).create_time() - born) < 1.0
    except psutil.NoSuchProcess:
        return False
