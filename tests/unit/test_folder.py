"""The folder inbox: whole files only, each dealt with once, nothing written over."""

import fcntl
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.errors import Problem, Transient
from adapters.inbox.folder import FolderInbox
from adapters.inbox.shelf import Shelf
from adapters.receive import Receipt, Source

REFUSED = Receipt("avvist", b"<nei/>", (Problem("xsd.missing", "T02", "Mangler."),), "2", False)


@dataclass
class FakeDoor:
    """Refuses what holds the word feil."""

    given: list[bytes] = field(default_factory=list)
    away: bool = False

    async def receive(self, raw: bytes, source: Source) -> Receipt:
        if self.away:
            raise Transient("Kafka")
        self.given.append(raw)
        return REFUSED if b"feil" in raw else Receipt("godtatt", b"<ja/>", (), "1", False)


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


def inbox(root: Path, door: FakeDoor, rest_s: float = 0.0) -> FolderInbox:
    shelf = Shelf(root)
    shelf.make()
    return FolderInbox(shelf, door.receive, Source("mappe", frozenset()), rest_s, max_bytes=1000)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_accepted_and_refused(tmp_path: Path, door: FakeDoor) -> None:
    """Accepted files go to ferdig, refused ones to avvist with the reason; both AppRecs to ut."""
    folder = inbox(tmp_path, door)
    (tmp_path / "inn" / "a.xml").write_bytes(b"god")
    (tmp_path / "inn" / "b.xml").write_bytes(b"feil")
    assert await folder.sweep() == 2
    assert names(tmp_path / "inn") == []
    assert names(tmp_path / "ferdig") == ["a.xml"]
    assert names(tmp_path / "avvist") == ["b.xml", "b.xml.feil.json"]
    assert {path.read_bytes() for path in (tmp_path / "ut").iterdir()} == {b"<ja/>", b"<nei/>"}


async def test_only_whole_files(tmp_path: Path, door: FakeDoor) -> None:
    """A file that still grows, a draft, a hidden one, a link and a folder are left alone."""
    folder = inbox(tmp_path, door, rest_s=60.0)
    (tmp_path / "inn" / "vokser.xml").write_bytes(b"halv")
    assert await folder.sweep() == 0
    at_once = inbox(tmp_path, door)
    (tmp_path / "inn" / "vokser.xml").rename(tmp_path / "inn" / "a.tmp")
    (tmp_path / "inn" / ".skjult").write_bytes(b"x")
    (tmp_path / "inn" / "mappe").mkdir()
    (tmp_path / "inn" / "lenke.xml").symlink_to("/etc/hostname")
    assert await at_once.sweep() == 0 and door.given == []


async def test_another_worker_has_it(tmp_path: Path, door: FakeDoor) -> None:
    """A file that another worker holds is left to it; when that one dies, it is taken."""
    folder = inbox(tmp_path, door)
    path = tmp_path / "inn" / "a.xml"
    path.write_bytes(b"god")
    other = os.open(path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    assert await folder.sweep() == 0
    os.close(other)  # as the kernel does for a process that dies
    assert await folder.sweep() == 1


async def test_same_name_again_writes_nothing_over(tmp_path: Path, door: FakeDoor) -> None:
    """Two contents under one name are two files in ferdig and two AppRecs."""
    folder = inbox(tmp_path, door)
    for content in (b"en", b"to"):
        (tmp_path / "inn" / "a.xml").write_bytes(content)
        await folder.sweep()
    assert {path.read_bytes() for path in (tmp_path / "ferdig").iterdir()} == {b"en", b"to"}
    assert len(names(tmp_path / "ut")) == 2


async def test_while_kafka_is_away_files_wait(tmp_path: Path, door: FakeDoor) -> None:
    """Nothing moves until the door can promise something."""
    folder = inbox(tmp_path, door)
    (tmp_path / "inn" / "a.xml").write_bytes(b"god")
    door.away = True
    with pytest.raises(Transient):
        await folder.sweep()
    assert names(tmp_path / "inn") == ["a.xml"]
    door.away = False
    assert await folder.sweep() == 1


async def test_too_large_is_kept_and_not_read(tmp_path: Path, door: FakeDoor) -> None:
    """A file over the limit goes to avvist unread."""
    folder = inbox(tmp_path, door)
    (tmp_path / "inn" / "stor.xml").write_bytes(b"x" * 1001)
    await folder.sweep()
    assert door.given == [] and "stor.xml" in names(tmp_path / "avvist")
