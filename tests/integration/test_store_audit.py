"""The audit log on both databases: a chain that shows every tampering, and that two writers never fork."""

import asyncio
from pathlib import Path

import pytest
from store_contract import START, new_url, opened

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
        ("UPDATE audit SET seq = seq + 10 WHERE seq = 5", [15, 15]),
        ("UPDATE audit SET seq = -seq WHERE seq IN (2, 3)", [-3, -3, -2, -2, 4]),
        ("UPDATE audit SET previous = 'x' WHERE seq = 4", [4, 4]),
        ("UPDATE audit SET sha256 = 'x' WHERE seq = 2", [2, 3]),
        ("UPDATE audit SET did = did || 'x', at = at + 1", [1, 2, 3, 4, 5]),
        ("UPDATE audit SET at = 9000000000000000000 WHERE seq = 3", [2, 4]),
        (
            "INSERT INTO audit SELECT -7, at, who, did, about, why, previous, sha256"
            " FROM audit WHERE seq = 1",
            [-7, -7],
        ),
        (
            "INSERT INTO audit SELECT 0, at, who, did, about, why, previous, sha256 FROM audit WHERE seq = 1",
            [0, 0],
        ),
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


async def test_rows_that_change_places(store: Store, tmp_path: Path) -> None:
    """Two whole rows, each with its hash, in each other's place."""
    await written(store)
    async with store.write() as conn:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            await fetch(conn, f"UPDATE audit SET seq = {new} WHERE seq = {old}")  # noqa: S608
    assert {2, 3, 4} <= set(await flaws(store, tmp_path / "anker"))


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET at = 'x' WHERE seq = 3",
        "UPDATE audit SET who = x'ff' WHERE seq = 3",
        "UPDATE audit SET seq = 'x' WHERE seq = 3",
        "INSERT INTO audit SELECT NULL, at, who, did, about, why, previous, sha256 FROM audit WHERE seq = 1",
    ],
)
async def test_what_sqlite_keeps_in_a_column_of_numbers(tmp_path: Path, tampering: str) -> None:
    """Any value: the row is told of, and the check goes on to the end."""
    async with opened(new_url("sqlite", tmp_path)) as store:
        await written(store)
        async with store.write() as conn:
            await fetch(conn, tampering)
            await fetch(conn, "UPDATE audit SET why = 'feil' WHERE seq = 5")
        found = (await anchors.verify(store, tmp_path / "anker")).flaws
    assert any("ikke er skrevet av tjenesten" in one.what for one in found) and found[-1].seq in (5, 4)
    assert any(one == anchors.Flaw(5, "Raden er endret.") for one in found)


async def test_a_log_of_many_pages(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in pages, none twice and none left out."""
    monkeypatch.setattr(audit, "PAGE", 2)
    await written(store)
    assert (await anchors.verify(store, tmp_path / "anker")).rows == 5
    async with store.write() as conn:
        await fetch(conn, "UPDATE audit SET why = 'feil' WHERE seq = 5")
    assert await flaws(store, tmp_path / "anker") == [5]


async def test_what_nobody_can_vouch_for_is_said(store: Store, tmp_path: Path) -> None:
    """Without an anchor, or after the last one, rows could be cut off and nobody would see it."""
    path = tmp_path / "anker"
    await written(store)
    assert "Ingen rad er skrevet ned" in (await anchors.verify(store, path)).tail
    async with store.read() as conn:
        head = await audit.head(conn)
    assert head and anchors.append(path, head)
    assert (await anchors.verify(store, path)).tail == ""
    await written(store, 1)
    assert "Rad 5 er den siste" in (await anchors.verify(store, path)).tail


async def test_an_anchor_that_was_written_over(store: Store, tmp_path: Path) -> None:
    """Two lines of one row that differ: one of them is not what the log said then."""
    path = tmp_path / "anker"
    await written(store)
    async with store.read() as conn:
        head = await audit.head(conn)
    assert head and anchors.append(path, head)
    with path.open("a", encoding="ascii") as file:
        file.write(f"5 {'a' * 64} 2026-02-12T13:05:00Z\n")
    assert await flaws(store, path) == [5]
