"""The audit log on both databases: a chain that shows every tampering, and that two writers never fork."""

import asyncio
from pathlib import Path

import pytest
from store_contract import START

from adapters.store import Store, audit
from adapters.store.rows import fetch
from broker.console import anchors


async def written(store: Store, count: int = 5) -> None:
    """That many rows."""
    for number in range(count):
        async with store.begin() as conn:
            await audit.note(conn, START, "kari", "avvik.lukk", f"A-{number}", "avtalt på møtet")


async def flaws(store: Store, path: Path) -> list[int]:
    """The rows that are wrong."""
    return [one.seq for one in (await anchors.verify(store, path)).flaws]


async def test_a_whole_log(store: Store, tmp_path: Path) -> None:
    """Nothing is wrong with what was only written to, and the verdict says what it ends with."""
    await written(store)
    verdict = await anchors.verify(store, tmp_path / "anker")
    async with store.read() as conn:
        head = await audit.head(conn)
    assert head and (verdict.rows, verdict.head, verdict.flaws) == (5, head.sha256, ())


@pytest.mark.parametrize(
    ("tampering", "wrong"),
    [
        ("UPDATE audit SET why = 'feil' WHERE seq = 3", [3]),
        ("UPDATE audit SET who = 'ola' WHERE seq = 1", [1]),
        ("UPDATE audit SET at = at + 1 WHERE seq = 5", [5]),
        ("DELETE FROM audit WHERE seq = 3", [4]),
        ("DELETE FROM audit WHERE seq = 1", [2]),
        (
            "INSERT INTO audit SELECT 6, at, who, did, about, why, previous, sha256 FROM audit WHERE seq = 5",
            [6, 6],
        ),
    ],
)
async def test_tampering_is_found(store: Store, tmp_path: Path, tampering: str, wrong: list[int]) -> None:
    """A changed, removed or inserted row is named."""
    await written(store)
    async with store.write() as conn:
        await fetch(conn, tampering)
    assert await flaws(store, tmp_path / "anker") == wrong


async def test_rows_cut_off_at_the_end_are_found(store: Store, tmp_path: Path) -> None:
    """What the log ended with is known outside the store; the chain itself looks whole."""
    path = tmp_path / "anker"
    await written(store)
    async with store.read() as conn:
        head = await audit.head(conn)
    assert head and anchors.append(path, head) and not anchors.append(path, head)
    async with store.write() as conn:
        await fetch(conn, "DELETE FROM audit WHERE seq > 3")
    assert await flaws(store, path) == [4]
    assert await flaws(store, tmp_path / "another") == []


async def test_a_log_made_anew_is_found(store: Store, tmp_path: Path) -> None:
    """Somebody who computes every hash again cannot change what was written down elsewhere."""
    path = tmp_path / "anker"
    await written(store)
    async with store.read() as conn:
        head = await audit.head(conn)
    assert head
    anchors.append(path, head)
    async with store.write() as conn:
        await fetch(conn, "DELETE FROM audit")
    await written(store, 4)
    async with store.begin() as conn:
        await audit.note(conn, START, "kari", "avvik.lukk", "A-4", "noe annet")
    assert await flaws(store, path) == [5]


async def test_writers_at_the_same_moment_do_not_fork_it(url: str, tmp_path: Path) -> None:
    """Two processes' worth of writers, forty rows: one chain without a gap."""
    stores = [await Store.open(url) for _ in range(2)]
    try:
        await asyncio.gather(*(written(store, 5) for store in stores * 4))
        verdict = await anchors.verify(stores[0], tmp_path / "anker")
        assert (verdict.rows, verdict.flaws) == (40, ())
    finally:
        for store in stores:
            await store.close()


async def test_a_spoilt_anchor_file_is_told_of(store: Store, tmp_path: Path) -> None:
    """Not taken for an empty one."""
    (tmp_path / "anker").write_text("tull\n", "ascii")
    assert await flaws(store, tmp_path / "anker") == [0]
