"""Lists of avvik, messages and the board: filters, sorting, pages and counts, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from store_contract import START, avvik, claim, event, opened, pid

from adapters.store import Store, avvik_list, board_list, claims, history, messages, migrate
from adapters.store import avvik as findings
from adapters.store.board import Placed
from adapters.store.board import replace as replace_board
from adapters.store.moments import micros
from adapters.store.rows import Shape, fetch, run
from schemas.avvik import Avvik
from schemas.board import COLUMNS, BoardRow, Cell, Open, Span

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
    assert found.by_state == {"mangler": 2, "venter": 1, "klar": 1, "inne": 4, "ute": 1, "avvik": 1}
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


def found(number: int, **more: Any) -> Avvik:
    return avvik(number).model_copy(update=more)


AVVIK = (
    found(1, severity="hoy", deadline=START),
    found(2, kommune="5503", direction="til_UNN", confidence="lav"),
    found(3, state="lukket", rule="R-U17", kind="teknisk", deadline=START - HOUR),
    found(4, severity="lav", kommune=None),
)


@pytest.fixture
async def listed(store: Store) -> Store:
    async with store.begin() as conn:
        await findings.upsert(conn, [(one, one.model_dump_json()) for one in AVVIK])
    return store


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [4, 3, 2, 1]),
        ({"kommuner": frozenset({"5501"})}, [3, 1]),
        ({"kommune": "5503"}, [2]),
        ({"states": frozenset({"apen", "lukket"}), "rules": frozenset({"R-U17"})}, [3]),
        ({"direction": "til_UNN"}, [2]),
        ({"severity": "hoy"}, [1]),
        ({"confidence": "lav"}, [2]),
        ({"kind": "teknisk"}, [3]),
        ({"since": START + 2 * HOUR, "until": START + 3 * HOUR}, [2]),
        ({"prefix": str(AVVIK[0].id)[:9].upper()}, [1]),
        ({"prefix": "a0"}, [4, 3, 2, 1]),
        ({"prefix": "%"}, []),
        ({"stay_id": str(UUID(int=2))}, [2]),
        ({"ids": frozenset({str(AVVIK[1].id), str(AVVIK[3].id), "none"})}, [4, 2]),
        ({"pid": AVVIK[0].pid[:4].upper()}, [4, 3, 2, 1]),
        ({"pid": "f"}, []),
    ],
)
async def test_avvik_are_filtered(listed: Store, wanted: dict[str, Any], expected: list[int]) -> None:
    """By each filter, a page or all at once; the prefix is of the id or of the pid."""
    asked = avvik_list.Wanted(**wanted)
    found = [Avvik.model_validate_json(one) for one in await avvik_list.listed(listed, asked)]
    assert [one.stay_id.int for one in found] == expected
    assert await avvik_list.count(listed, asked) == len(expected)
    assert await avvik_list.every(listed, asked) == await avvik_list.listed(listed, asked)


async def test_avvik_are_sorted_and_paged(listed: Store) -> None:
    """The gravest first, the oldest deadline first; turned round too; those without one last either way."""

    async def order(sort: str, **page: Any) -> list[int]:
        bodies = await avvik_list.listed(listed, avvik_list.Wanted(), sort, **page)
        return [Avvik.model_validate_json(body).stay_id.int for body in bodies]

    assert await order("alvorlighet") == [1, 3, 2, 4]
    assert await order("frist") == [3, 1, 4, 2]
    assert await order("endret", limit=2, offset=1) == [3, 2]
    assert await order("endret", turned=True) == [1, 2, 3, 4]
    assert await order("frist", turned=True) == [1, 3, 4, 2]
    assert await order("tilstand") == [4, 2, 1, 3]
    asked = avvik_list.Wanted()
    assert await avvik_list.every(listed, asked, "frist", 2, turned=True) == await avvik_list.listed(
        listed, asked, "frist", 2, turned=True
    )
    for sort in avvik_list.SORTS:
        assert sorted(await order(sort)) == [1, 2, 3, 4]


async def test_when_anything_last_changed(listed: Store) -> None:
    """The newest change of all, in microseconds; 0 of a store without avvik."""
    assert await avvik_list.last_change(listed) == micros(max(one.changed_at for one in AVVIK))


async def test_nothing_has_changed_in_an_empty_store(store: Store) -> None:
    """0, which is before everything."""
    assert await avvik_list.last_change(store) == 0


async def test_avvik_are_counted(listed: Store) -> None:
    """By one thing or two; what has no kommune is counted under none."""
    wanted = avvik_list.Wanted(states=frozenset({"apen"}))
    assert await avvik_list.counted(listed, wanted, "kommune") == {("5501",): 1, ("5503",): 1, ("",): 1}
    both = await avvik_list.counted(listed, avvik_list.Wanted(), "rule", "state")
    assert both == {("R-U03", "apen"): 3, ("R-U17", "lukket"): 1}


async def test_one_avvik_for_who_may_see_it(listed: Store) -> None:
    """Another kommune's is not there, nor is that of no kommune."""
    limited = frozenset({"5501"})
    seen = [await avvik_list.by_id(listed, str(one.id), limited) is not None for one in AVVIK]
    assert seen == [True, False, True, False]
    assert await avvik_list.by_id(listed, str(AVVIK[3].id)) == AVVIK[3].model_dump_json()


CLAIMS = (
    claim(1)._replace(receivers="90101,90301", source="http:k1"),
    claim(2)._replace(sender="90001", receivers="90201", message_type="LOG_INNLAGT"),
    claim(3)._replace(verdict="avvist", pid=pid("b")),
    claim(4)._replace(verdict="avvist", receivers="9010"),
)


@pytest.fixture
async def claimed(store: Store) -> Store:
    await claims.take(store, CLAIMS)
    return store


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [4, 3, 2, 1]),
        ({"msg_id": CLAIMS[1].msg_id.upper()}, [2]),
        ({"msg_id": "0000"}, [4, 3, 2, 1]),
        ({"sender": "90001"}, [2]),
        ({"receiver": "90101"}, [1]),
        ({"receiver": "90301"}, [1]),
        ({"types": frozenset({"LOG_INNLAGT"})}, [2]),
        ({"verdicts": frozenset({"avvist"})}, [4, 3]),
        ({"since": CLAIMS[1].claimed_at, "until": CLAIMS[3].claimed_at}, [3, 2]),
        ({"parties": frozenset({"90201"})}, [2]),
        ({"parties": frozenset({"90101"})}, [4, 3, 1]),
        ({"parties": frozenset()}, []),
    ],
)
async def test_messages_are_filtered(claimed: Store, wanted: dict[str, Any], expected: list[int]) -> None:
    """By each filter, newest first."""
    asked = messages.Wanted(**wanted)
    found = await messages.listed(claimed, asked)
    assert [UUID(one.msg_id).int for one in found] == expected
    assert await messages.count(claimed, asked) == len(expected)


async def test_messages_come_in_pages(claimed: Store) -> None:
    """Each page begins after the last line of the one before; a line says what the claim says."""
    first = await messages.listed(claimed, messages.Wanted(), 3)
    second = await messages.listed(claimed, messages.Wanted(), 3, first[-1].place)
    assert [UUID(one.msg_id).int for one in (*first, *second)] == [4, 3, 2, 1]
    last = second[0]
    assert (last.receivers, last.source, last.claimed_at) == (
        ("90101", "90301"),
        "http:k1",
        CLAIMS[0].claimed_at,
    )
    assert (first[1].receivers, first[1].source) == ((), "")
    assert await messages.count(claimed, messages.Wanted(), most=2) == 2


async def test_refused_messages_of_a_patient(claimed: Store) -> None:
    """Those that no event tells of."""
    assert [UUID(one.msg_id).int for one in await messages.refused(claimed, [pid("b"), pid("x")])] == [3]


OLD = "INSERT INTO avvik (id, pid, rule, kommune, state, changed_at, body) SELECT {names} FROM {rows}"
OLD_SHAPE = Shape(
    id="text", pid="text", rule="text", kommune="text", state="text", changed_at="bigint", body="text"
)


async def test_avvik_of_an_older_store_can_be_listed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood in the JSON alone is found by the filters once the store is opened again."""
    every = migrate.migrations
    monkeypatch.setattr(
        migrate, "migrations", lambda dialect: {n: path for n, path in every(dialect).items() if n < 7}
    )
    one = AVVIK[0].model_copy(update={"deadline": START, "detected_at": START - HOUR})
    row = (str(one.id), one.pid, one.rule, one.kommune, one.state, 1, one.model_dump_json(exclude_none=True))
    async with opened(url) as store, store.write() as conn:
        await run(conn, OLD.replace("{names}", OLD_SHAPE.names), OLD_SHAPE, [row])
    monkeypatch.undo()
    async with opened(url) as store:
        wanted = avvik_list.Wanted(
            kind=one.kind,
            direction=one.direction,
            severity=one.severity,
            confidence=one.confidence,
            stay_id=str(one.stay_id),
        )
        assert await avvik_list.listed(store, wanted) == [row[-1]]
        async with store.read() as conn:
            times = await fetch(conn, "SELECT deadline, detected_at FROM avvik")
    assert [tuple(one) for one in times] == [(micros(START), micros(START - HOUR))]
