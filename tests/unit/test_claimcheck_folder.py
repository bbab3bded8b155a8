"""The folder of large messages: whole or not there, and for its owner alone."""

import errno
import os
import resource
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.claimcheck.folder import FolderVault
from adapters.claimcheck.ticket import Ticket
from adapters.claimcheck.vault import Missing
from adapters.errors import Transient

CONTENT = os.urandom(3_000_000)
REF = Ticket.of(CONTENT).ref


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_put_and_got(tmp_path: Path) -> None:
    """Below the folder, under its hash, in a folder made for it; a second time changes nothing."""
    vault = FolderVault(tmp_path / "meldinger")
    for _ in range(2):
        vault.put(REF, CONTENT)
        assert files(tmp_path) == [tmp_path / "meldinger" / REF]
        assert vault.get(REF) == CONTENT


def test_for_its_owner_alone(tmp_path: Path) -> None:
    """No group and no stranger may read a message, or see that there is one, whatever the umask."""
    before = os.umask(0)
    try:
        FolderVault(tmp_path / "meldinger").put(REF, CONTENT)
    finally:
        os.umask(before)
    file = tmp_path / "meldinger" / REF
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in (file.parent, file.parent.parent)} == {0o700}


def test_what_was_spoilt_is_whole_after_the_next_time(tmp_path: Path) -> None:
    """A file cut off by another hand is replaced when the same message comes again."""
    vault = FolderVault(tmp_path)
    vault.put(REF, CONTENT)
    (tmp_path / REF).write_bytes(CONTENT[:100])
    vault.put(REF, CONTENT)
    assert vault.get(REF) == CONTENT


def test_what_is_not_there(tmp_path: Path) -> None:
    """Missing, with the reference and no path of this machine."""
    with pytest.raises(Missing) as caught:
        FolderVault(tmp_path).get(REF)
    assert str(caught.value) == REF


def test_a_disk_that_cannot_be_written_is_transient(tmp_path: Path) -> None:
    """Nothing is half there: the sender is told to come again, and no piece of the message lies about."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Transient, match=r"ENOTDIR|EEXIST"):
        FolderVault(tmp_path / "file").put(REF, CONTENT)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(Transient, match="claim-check folder: EFBIG"):
            FolderVault(tmp_path / "store").put(REF, CONTENT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(tmp_path / "store") == []


def test_it_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is flushed, then named, then its name is flushed: no loss of power leaves half a message."""
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def flushed(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def named(beside: Path, path: Path) -> None:
        done.append("name")
        replace(beside, path)

    vault = FolderVault(tmp_path)
    vault.put(REF, b"")
    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", named)
    vault.put(REF, CONTENT)
    assert done == ["file", "name", "folder"]


def test_what_is_old_is_forgotten(tmp_path: Path) -> None:
    """By when it was last put; half-written ones too, and nothing that somebody else laid there."""
    vault, now = FolderVault(tmp_path / "meldinger"), datetime.now(UTC)
    assert vault.forget(now) == 0
    again = Ticket.of(b"igjen").ref
    vault.put(REF, CONTENT)
    vault.put(again, b"igjen")
    folder = (tmp_path / "meldinger" / REF).parent
    half, theirs, deeper = folder / f".{REF[3:]}.0a1b2c3d", folder / "notat.txt", tmp_path / "meldinger" / "x"
    for path in (half, theirs, deeper):
        path.write_bytes(b"x")
    for path in files(tmp_path):
        os.utime(path, ((now - timedelta(days=400)).timestamp(),) * 2)
    vault.put(again, b"igjen")
    assert vault.forget(now - timedelta(days=373)) == 2
    assert set(files(tmp_path)) == {theirs, deeper, tmp_path / "meldinger" / again}


def test_a_folder_that_cannot_be_cleared_is_transient(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told by the kind of error, without the place; what another worker deleted meanwhile is no error."""
    vault = FolderVault(tmp_path)
    later = datetime.now(UTC) + timedelta(days=1)
    vault.put(REF, CONTENT)

    def refuse(path: Path, error: type[OSError], number: int) -> None:
        raise error(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda path: refuse(path, PermissionError, errno.EACCES))
        with pytest.raises(Transient, match=r"^claim-check folder: EACCES$"):
            vault.forget(later)
        patch.setattr(Path, "unlink", lambda path: refuse(path, FileNotFoundError, errno.ENOENT))
        assert vault.forget(later) == 0
    assert vault.forget(later) == 1
