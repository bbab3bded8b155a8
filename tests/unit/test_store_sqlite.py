"""What is particular to SQLite: how the file is opened, and that a writer who is stopped lets go."""

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest
from store_contract import claim, event, opened

from adapters.errors import Transient
from adapters.store import Store, StoreRefused, StoreTooNew, claims, engine, history
from adapters.store.rows import fetch


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'plo.db'}"


async def test_a_commit_survives_a_power_cut(url: str) -> None:
    """WAL, and synchronous=FULL (2): what was answered for is on the disk."""
    async with opened(url) as store, store.read() as conn:
        assert [tuple(row) for row in await fetch(conn, "PRAGMA journal_mode")] == [("wal",)]
        assert [tuple(row) for row in await fetch(conn, "PRAGMA synchronous")] == [(2,)]


async def test_a_newer_store_is_left_alone(url: str, tmp_path: Path) -> None:
    """A store that a later version has migrated is refused with a sentence, not used."""
    await (await Store.open(url)).close()
    with sqlite3.connect(tmp_path / "plo.db") as other:
        other.execute("INSERT INTO migrations VALUES (9999)")
    other.close()
    with pytest.raises(StoreTooNew, match=r"nyere versjon.*9999"):
        await Store.open(url)


async def test_another_processs_long_transaction_is_transient(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Busy for longer than we wait: try again later; then it works."""
    monkeypatch.setitem(engine.CONNECT_ARGS["sqlite"], "timeout", 0.1)
    async with opened(url) as store:
        other = sqlite3.connect(tmp_path / "plo.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Transient):
            await claims.take(store, [claim()])
        with pytest.raises(Transient):  # readers get in, but that is no answer to who asks how it is
            await store.ping()
        other.execute("ROLLBACK")
        other.close()
        assert [one.fresh for one in await claims.take(store, [claim()])] == [True]


async def test_a_cancelled_transaction_lets_go_at_once(url: str) -> None:
    """Cancelled in the middle of a statement: nothing is kept, and the next writer does not wait."""
    async with opened(url) as store:
        inside = asyncio.Event()

        async def slow() -> None:
            async with store.begin() as conn:
                await history.add(conn, [event(1)])
                inside.set()
                await fetch(
                    conn,
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
                    " SELECT count(*) FROM n",
                )

        task = asyncio.create_task(slow())
        await inside.wait()
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        started = time.monotonic()
        async with store.begin() as conn:
            assert await history.add(conn, [event(1)]) == {event(1).pid}
        assert time.monotonic() - started < 2
        assert task.cancelled()


async def test_a_failed_transaction_leaves_nothing(url: str) -> None:
    """An exception of the caller rolls back, and is not changed."""
    async with opened(url) as store:
        with pytest.raises(ZeroDivisionError):
            async with store.begin() as conn:
                await history.add(conn, [event(1)])
                raise ZeroDivisionError
        async with store.begin() as conn:
            assert await history.insert_events(conn, [event(1)]) == {event(1).id}


async def test_a_fault_of_ours_is_not_transient(url: str) -> None:
    """Wrong SQL would be wrong the next time too; its text holds no values."""
    async with opened(url) as store:
        with pytest.raises(StoreRefused) as caught:
            async with store.read() as conn:
                await fetch(conn, "SELECT 12057900499 FROM nowhere")
        assert str(caught.value) == "store: OperationalError SQLITE_ERROR"


async def test_the_file_is_its_owners_alone(url: str, tmp_path: Path) -> None:
    """The store names people's messages: nobody else on the machine may read it, nor its log."""
    async with opened(url) as store:
        await claims.take(store, [claim()])
        modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in ("plo.db", "plo.db-wal")}
    assert set(modes.values()) == {0o600}


async def test_no_folder_is_transient_and_names_nothing(tmp_path: Path) -> None:
    """A file that cannot be opened (a disk not there yet) may be there later."""
    with pytest.raises(Transient):
        await Store.open(f"sqlite:///{tmp_path / 'missing' / 'plo.db'}")
