"""A folder whose senders, or files, behave badly; the door is a fake."""

import asyncio
from pathlib import Path

import pytest

from adapters.inbox.folder import FolderInbox
from adapters.inbox.shelf import Shelf
from adapters.receive import Receipt, Source


class Door:
    """Accepts everything, and remembers it; `meanwhile` happens while a message is being received."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.failure: Exception | None = None
        self.meanwhile: tuple[Path, bytes] | None = None

    async def __call__(self, raw: bytes, source: Source) -> Receipt:
        if self.failure and b"bad" in raw:
            raise self.failure
        self.received.append(raw)
        if self.meanwhile:
            path, content = self.meanwhile
            self.meanwhile = None
            draft = path.with_name(".ny")
            await asyncio.to_thread(draft.write_bytes, content)
            draft.replace(path)
        return Receipt("godtatt", b"<AppRec/>", (), "", False)


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def inbox(tmp_path: Path, door: Door) -> FolderInbox:
    shelf = Shelf(tmp_path)
    shelf.make()
    return FolderInbox(shelf, door, Source("prøve", frozenset()), rest_s=0.0, max_bytes=1000)


def names(room: Path) -> list[str]:
    return sorted(path.name for path in room.iterdir())


async def test_a_file_laid_over_one_that_is_being_carried(
    inbox: FolderInbox, door: Door, tmp_path: Path
) -> None:
    """Senders may use one name for all: the later file is not moved away unread."""
    path = tmp_path / "inn" / "melding.xml"
    path.write_bytes(b"first")
    door.meanwhile = (path, b"second")
    assert await inbox.sweep() == 1
    assert path.read_bytes() == b"second"
    assert await inbox.sweep() == 1
    assert door.received == [b"first", b"second"]
    assert names(tmp_path / "inn") == []
    assert (tmp_path / "ferdig" / "melding.xml").read_bytes() == b"second"


async def test_a_file_that_trips_us_holds_up_no_other(inbox: FolderInbox, door: Door, tmp_path: Path) -> None:
    """It stays where it is, is not tried again at once, and the others are carried."""
    for name in ("1-bad", "2-good", "3-good"):
        (tmp_path / "inn" / name).write_bytes(name.encode())
    door.failure = RuntimeError("a bug")
    assert await inbox.sweep() == 2
    door.failure = None
    assert await inbox.sweep() == 0
    assert names(tmp_path / "inn") == ["1-bad"]
