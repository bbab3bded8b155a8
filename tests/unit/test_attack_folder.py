"""What somebody may lay in a folder to stop it, or to have files lost."""

import os
from pathlib import Path

import pytest

from adapters.errors import Problem
from adapters.inbox.folder import FolderInbox
from adapters.inbox.held import is_at
from adapters.inbox.shelf import Shelf
from adapters.receive import Receipt, Source

ODD = (
    b"a\nb;$(touch x).xml",
    b"\xff\xfe\xe6.xml",
    "æ".encode() * 125 + b".xml",
    b"b" * 255,
    b"c." + b"d" * 253,
    b"-rf",
    b"ny.apprec.xml",
)
"""Lines, no UTF-8, as long as file systems take, options."""


class Door:
    """Refuses what holds the word feil; breaks on what holds the word krasj."""

    def __init__(self) -> None:
        self.given: list[bytes] = []

    async def receive(self, raw: bytes, source: Source) -> Receipt:
        self.given.append(raw)
        if b"krasj" in raw:
            raise RuntimeError("a fault of our own")
        if b"feil" in raw:
            return Receipt("avvist", b"<nei/>", (Problem("xsd.missing", "T02", "Mangler."),), "", False)
        return Receipt("godtatt", b"<ja/>", (), "", False)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def inbox(tmp_path: Path, door: Door) -> FolderInbox:
    shelf = Shelf(tmp_path)
    shelf.make()
    return FolderInbox(shelf, door.receive, Source("mappe", frozenset()), 0.0, max_bytes=1000)


def lay(root: Path, name: bytes, content: bytes) -> None:
    with open(os.path.join(os.fsencode(root / "inn"), name), "wb") as file:
        file.write(content)


@pytest.mark.parametrize(("word", "room"), [(b"god", "ferdig"), (b"feil", "avvist")])
@pytest.mark.parametrize("name", ODD, ids=range(len(ODD)))
async def test_odd_names(inbox: FolderInbox, tmp_path: Path, name: bytes, word: bytes, room: str) -> None:
    """Every file is dealt with and answered, also when its name leaves no room for an ending, twice."""
    for content in (word + b" en", word + b" to"):
        lay(tmp_path, name, content)
        assert await inbox.sweep() == 1
    assert os.listdir(tmp_path / "inn") == []
    kept = {path.read_bytes() for path in (tmp_path / room).iterdir()}
    assert kept >= {word + b" en", word + b" to"}
    assert len(os.listdir(tmp_path / "ut")) == 2


async def test_one_bad_file_stops_nobody(
    inbox: FolderInbox, door: Door, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A file on which something breaks waits for a while; the others go on, and its name is not told."""
    lay(tmp_path, b"Kari Nordmann.xml", b"krasj")
    lay(tmp_path, b"god.xml", b"god")
    assert await inbox.sweep() == 1
    assert await inbox.sweep() == 0
    assert os.listdir(tmp_path / "inn") == ["Kari Nordmann.xml"]
    assert door.given.count(b"krasj") == 1 and "Nordmann" not in caplog.text


async def test_what_is_no_file(inbox: FolderInbox, door: Door, tmp_path: Path) -> None:
    """Links, pipes and folders are left alone, whatever they are called."""
    (tmp_path / "inn" / "lenke.xml").symlink_to("/etc/passwd")
    (tmp_path / "inn" / "ingensteds.xml").symlink_to("/finnes/ikke")
    (tmp_path / "inn" / "mappe.xml").mkdir()
    os.mkfifo(tmp_path / "inn" / "rør.xml")
    assert await inbox.sweep() == 0 and not door.given


async def test_larger_than_any_memory(inbox: FolderInbox, door: Door, tmp_path: Path) -> None:
    """A sparse file of a terabyte is refused without being read to its end."""
    lay(tmp_path, b"stor.xml", b"")
    os.truncate(tmp_path / "inn" / "stor.xml", 2**40)
    assert await inbox.sweep() == 1
    assert not door.given and (tmp_path / "avvist" / "stor.xml").exists()
    os.unlink(tmp_path / "avvist" / "stor.xml")


async def test_a_file_laid_over_another(inbox: FolderInbox, door: Door, tmp_path: Path) -> None:
    """A new file under the name of the one at the door is not moved away in its place."""
    receive = door.receive

    async def overtaken(raw: bytes, source: Source) -> Receipt:
        if raw == b"god en":
            lay(tmp_path, b".ny", b"god to")
            os.replace(tmp_path / "inn" / ".ny", tmp_path / "inn" / "a.xml")
        return await receive(raw, source)

    inbox.deliver = overtaken
    lay(tmp_path, b"a.xml", b"god en")
    await inbox.sweep()
    await inbox.sweep()
    assert door.given == [b"god en", b"god to"]


async def test_a_file_called_as_our_reason(inbox: FolderInbox, tmp_path: Path) -> None:
    """A file named as the reason of another is not written over by it, in whatever order they come."""
    for names in ((b"a.xml", b"a.xml.feil.json"), (b"b.xml.feil.json", b"b.xml")):
        for name in names:
            lay(tmp_path, name, b"feil " + name)
            await inbox.sweep()
    kept = {path.read_bytes() for path in (tmp_path / "avvist").iterdir()}
    assert kept >= {b"feil a.xml", b"feil a.xml.feil.json", b"feil b.xml", b"feil b.xml.feil.json"}


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """What has been taken away is not at its place."""
    handle = os.open(tmp_path / "a", os.O_RDWR | os.O_CREAT)
    os.unlink(tmp_path / "a")
    assert not is_at(handle, tmp_path / "a")
    os.close(handle)
