"""The list of avvik: filters, sorting, pages and counts, on both databases."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from store_contract import START, avvik, opened

from adapters.store import Store, avvik_list, migrate
from adapters.store import avvik as findings
from adapters.store.moments import micros
from adapters.store.rows import Shape, fetch, run
from schemas.avvik import Avvik

HOUR = timedelta(hours=1)


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
