"""The forløpstavle in the store, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from store_contract import START, event, pid

from adapters.store import Store, board, history
from adapters.store.board import Placed
from adapters.store.rows import fetch
from schemas.board import COLUMNS, BoardRow, Cell, Open


def row(number: int = 1, owner: str = "a", awaited: datetime | None = None, **more: Any) -> BoardRow:
    """A row of the patient `owner`; the first message is awaited until `awaited`."""
    cell = Cell("ventet", deadline=awaited, over=awaited) if awaited else Cell("kom", START)
    made = BoardRow(
        stay_id=UUID(int=number),
        pid=pid(owner),
        hospital="90001",
        party="90101",
        kommune="5501",
        unit="90002",
        t0=START + timedelta(hours=number),
        t1=None,
        dead=False,
        cells=(cell, *[Cell("ikke", why="ukjent")] * (len(COLUMNS) - 1)),
        ready=(),
        avvik=Open(),
        last_at=START + timedelta(hours=number),
        leaves_at=START + timedelta(days=30),
        leaves_why="fulgt_opp",
    )
    return replace(made, **more)


async def put(store: Store, rows: Sequence[BoardRow], *, of: str = "a", now: datetime = START) -> None:
    """`rows` are all that the group has from now on."""
    async with store.begin() as conn:
        await history.add(conn, [event(1, of)])
        await board.replace(conn, [pid(of)], [Placed(pid(of), one) for one in rows], now)


async def written(store: Store) -> dict[int, datetime]:
    """Stay -> when its row was written."""
    async with store.read() as conn:
        found = await fetch(conn, "SELECT stay_id, changed_at FROM board")
    return {UUID(stay).int: datetime.fromtimestamp(at / 1e6, UTC) for stay, at in found}


async def test_only_what_changed_is_written(store: Store) -> None:
    """A row that is the same keeps its time; one that is gone goes; another patient's stays."""
    later = START + timedelta(hours=1)
    await put(store, [row(1), row(2)])
    await put(store, [row(9, "b")], of="b")
    await put(store, [row(1), row(2, avvik=Open(hoy=1)), row(3)], now=later)
    assert await written(store) == {1: START, 2: later, 3: later, 9: START}
    await put(store, [row(3)], now=later)
    assert await written(store) == {3: later, 9: START}
    await put(store, [])
    assert await written(store) == {9: START}


async def test_rows_follow_when_groups_merge(store: Store) -> None:
    """Two patients become one: the rows of both are those of the new group."""
    await put(store, [row(1, "a")], of="a")
    async with store.begin() as conn:
        await history.add(conn, [event(2, "b")])
        await board.replace(conn, [pid("b")], [Placed(pid("b"), row(2, "b"))], START)
    async with store.begin() as conn:
        assert await history.add(conn, [event(3, "b", "a")]) == {pid("a")}
        await board.replace(conn, [pid("a")], [Placed(pid("a"), row(2, "b"))], START + timedelta(hours=1))
    assert await written(store) == {2: START + timedelta(hours=1)}


async def test_what_has_left_is_forgotten(store: Store) -> None:
    """At the moment it leaves, and not before."""
    await put(store, [row(1, leaves_at=START), row(2, leaves_at=START + timedelta(seconds=1))])
    assert await board.forget_left(store, START) == 1
    assert set(await written(store)) == {2}
