"""The board as a list: filters, sorting, pages and counts, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from store_contract import START, event, pid

from adapters.store import Store, board_list, history
from adapters.store.board import Placed, forget_left
from adapters.store.board import replace as replace_board
from adapters.store.rows import fetch
from schemas.board import BOARD_ROW, COLUMNS, BoardRow, Cell, Open, Span, Warned

HOUR = timedelta(hours=1)


def row(number: int, over: float | None = None, **more: Any) -> BoardRow:
    """A row; one message is awaited until START + `over` hours."""
    until = START + over * HOUR if over is not None else None
    cell = Cell("ventet", deadline=until, over=until) if until else Cell("kom", START)
    rest = (Cell("ikke", why="ukjent"),) * (len(COLUMNS) - 1)
    made = BoardRow(
        UUID(int=number), pid("a"), "90001", "90101", "5501", "90002", START + number * HOUR, None, False,
        (cell, *rest), (), Open(), START + number * HOUR, START + 240 * HOUR, "fulgt_opp",
    )  # fmt: skip
    return replace(made, **more)


ROWS = (
    row(1, over=-2, avvik=Open(hoy=2)),
    row(2, over=3),
    row(3, kommune="5503", unit="90003", over=-1),
    row(4, t1=START, ready=(Span(START.date(), START.date()),)),
    row(5, ready=(Span(START.date()),), pid=pid("b")),
    row(6, leaves_at=START),
)


@pytest.fixture
async def boards(store: Store) -> Store:
    async with store.begin() as conn:
        await history.add(conn, [event(1)])
        await replace_board(conn, [pid("a")], [Placed(pid("a"), one) for one in ROWS], START)
    return store


async def shown(store: Store, sort: str = "innlagt", **wanted: Any) -> list[int]:
    found = await board_list.listed(store, board_list.Wanted(**wanted), START, sort)
    return [one.stay_id.int for one in found]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [5, 4, 3, 2, 1]),
        ({"kommuner": frozenset({"5503"})}, [3]),
        ({"kommuner": frozenset()}, []),
        ({"kommune": "5501"}, [5, 4, 2, 1]),
        ({"unit": "90003"}, [3]),
        ({"pid": "B0"}, [5]),
        ({"state": "mangler"}, [3, 1]),
        ({"state": "venter"}, [2]),
        ({"state": "klar"}, [5]),
        ({"state": "ute"}, [4]),
        ({"state": "inne"}, [5, 3, 2, 1]),
        ({"state": "avvik"}, [1]),
    ],
)
async def test_the_board_is_filtered(boards: Store, wanted: dict[str, Any], expected: list[int]) -> None:
    """By each filter; what has left is not there."""
    assert await shown(boards, **wanted) == expected
    assert (await board_list.counted(boards, board_list.Wanted(**wanted), START)).total == len(expected)


async def test_the_board_is_sorted_and_paged(boards: Store) -> None:
    """The deadline that passed first is first; what awaits nothing is last."""
    assert await shown(boards, "frist") == [1, 3, 2, 5, 4]
    assert await shown(boards, "avvik") == [1, 3, 2, 4, 5]
    page = await board_list.listed(boards, board_list.Wanted(), START, "frist", limit=2, offset=1)
    assert [one.stay_id.int for one in page] == [3, 2]
    assert page[0] == ROWS[2]
    for sort in board_list.SORTS:
        assert sorted(await shown(boards, sort)) == [1, 2, 3, 4, 5]


async def test_the_board_is_counted(boards: Store) -> None:
    """By state, kommune and unit, of what the user may see, whatever is asked for."""
    found = await board_list.counted(boards, board_list.Wanted(state="ute"), START)
    assert found.by_state == {
        "mangler": 2, "venter": 1, "varsel": 0, "klar": 1, "inne": 4, "ute": 1, "avvik": 1,
    }  # fmt: skip
    assert (found.by_kommune, found.by_unit) == ({"5501": 4, "5503": 1}, {"90002": 4, "90003": 1})
    limited = board_list.Wanted(kommuner=frozenset({"5503"}))
    assert (await board_list.counted(boards, limited, START)).by_kommune == {"5503": 1}


async def test_one_row_for_who_may_see_it(boards: Store) -> None:
    """Another kommune's stay is not there."""
    stay = str(UUID(int=3))
    assert await board_list.of_stay(boards, stay) == ROWS[2]
    assert await board_list.of_stay(boards, stay, frozenset({"5501"})) is None


async def test_what_changed_is_told(boards: Store) -> None:
    """How many rows were written after a moment; on an empty board there is none."""
    wanted = board_list.Wanted()
    assert await board_list.last_change(boards) == START
    assert await board_list.changed(boards, wanted, START, START) == 0
    assert await board_list.changed(boards, wanted, START - HOUR, START) == 5
    assert await board_list.last_change(boards, frozenset({"1103"})) is None


SECOND = timedelta(seconds=1)
CAME = Cell("kom", START, warned=Warned(START, "epikrise.warn"))
TO_COME = Cell("ventet", over=START + HOUR, warned=Warned(START, "log_innlagt.soft"))
OWN_TIME = Cell("ventet", over=START + HOUR, warned=Warned(START + SECOND / 2, "tilbakemelding.soft"))


@pytest.mark.parametrize("name", ("INN", "SVAR", "EPI"))
@pytest.mark.parametrize(
    ("cell", "after", "expected"),
    [
        (CAME, -SECOND, False),
        (CAME, timedelta(), True),
        (CAME, 100 * HOUR, True),
        (TO_COME, -SECOND, False),
        (TO_COME, timedelta(), True),
        (TO_COME, HOUR - SECOND, True),
        (TO_COME, HOUR, False),
        (OWN_TIME, SECOND, True),
    ],
)
async def test_rows_with_a_varsel(
    store: Store, name: str, cell: Cell, after: timedelta, expected: bool
) -> None:
    """Filtered and counted as the cell itself says it, in every column that has a warning limit."""
    cells = [Cell("ikke", why="ukjent")] * len(COLUMNS)
    cells[COLUMNS.index(name)] = cell
    rows = [row(1, cells=tuple(cells)), row(2, over=3)]
    async with store.begin() as conn:
        await history.add(conn, [event(1)])
        await replace_board(conn, [pid("a")], [Placed(pid("a"), one) for one in rows], START)
    now, wanted = START + after, board_list.Wanted(state="varsel")
    found = [one.stay_id.int for one in await board_list.listed(store, wanted, now)]
    assert found == ([1] if expected else []) and cell.varsel(now) is expected
    assert (await board_list.counted(store, wanted, now)).by_state["varsel"] == len(found)


async def test_a_varsel_goes_with_its_row(store: Store) -> None:
    """Written anew without it, taken off by its patient's, or left by itself: it is there no longer."""
    warned = row(1, cells=(CAME,) * len(COLUMNS))
    for after in ([row(1)], []):
        async with store.begin() as conn:
            await history.add(conn, [event(1)])
            await replace_board(conn, [pid("a")], [Placed(pid("a"), warned)], START)
            assert await fetch(conn, "SELECT 1 FROM varsler")
            await replace_board(conn, [pid("a")], [Placed(pid("a"), one) for one in after], START)
            assert not await fetch(conn, "SELECT 1 FROM varsler")
    async with store.begin() as conn:
        await replace_board(conn, [pid("a")], [Placed(pid("a"), warned)], START)
    assert await forget_left(store, warned.leaves_at) == 1
    async with store.read() as conn:
        assert not await fetch(conn, "SELECT 1 FROM varsler")


async def test_a_row_from_before_there_were_varsler(store: Store) -> None:
    """Its JSON has no such field: it is read, and is no varsel."""
    old = row(1, over=3).as_json().replace(',"warned":null', "")
    assert "warned" not in old and BOARD_ROW.validate_json(old) == row(1, over=3)
    async with store.begin() as conn:
        await history.add(conn, [event(1)])
        await replace_board(conn, [pid("a")], [Placed(pid("a"), row(1, over=3))], START)
        await conn.execute(text("UPDATE board SET body = :old"), {"old": old})
    (found,) = await board_list.listed(store, board_list.Wanted(), START)
    assert found == row(1, over=3)
    assert (await board_list.counted(store, board_list.Wanted(), START)).by_state["varsel"] == 0
