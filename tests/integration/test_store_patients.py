"""Histories and groups of aliases, on both databases."""

import asyncio
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_contract import START, avvik, event, pid

from adapters.errors import Transient
from adapters.store import Store, history, patients, stranded, wakes
from adapters.store import avvik as findings
from adapters.store.patients import Touched


async def test_an_event_is_kept_once(store: Store) -> None:
    """A second delivery inserts nothing and touches no group, in the same batch or in a later one."""
    async with store.begin() as conn:
        assert await history.add(conn, [event(1), event(2, "b"), event(1)]) == {pid("a"), pid("b")}
    async with store.begin() as conn:
        assert await history.add(conn, [event(1), event(3, "b")]) == {pid("b")}
    async with store.read() as conn:
        found = await history.histories(conn, [pid("a"), pid("b"), pid("x")])
    assert {gid: sorted(bodies) for gid, bodies in found.items()} == {
        pid("a"): [event(1).body],
        pid("b"): [event(2).body, event(3).body],
        pid("x"): [],
    }


async def test_aliases_bring_histories_together(store: Store) -> None:
    """Two ids of one person become the group of the smaller, with the events, avvik, dead letters of both."""
    async with store.begin() as conn:
        await history.add(conn, [event(1, "b"), event(2, "c")])
        await findings.upsert(conn, [(avvik(1, "b"), "of b"), (avvik(2, "c"), "of c")])
        await stranded.add(conn, [stranded.Stranded("d1", pid("c"), "hendelser.v1", START)])
        await patients.set_wake(conn, {pid("b"): START, pid("c"): START})
        assert await stranded.gids(conn, [pid("b"), pid("c")]) == {pid("c")}
    async with store.begin() as conn:
        assert await history.add(conn, [event(3, "c", "b")]) == {pid("b")}
        assert sorted((await history.histories(conn, [pid("b")]))[pid("b")]) == [
            event(number).body for number in (1, 2, 3)
        ]
        assert sorted((await findings.load(conn, [pid("b")]))[pid("b")]) == ["of b", "of c"]
        assert await stranded.gids(conn, [pid("b")]) == {pid("b")}
        assert await wakes.due(conn, START, [0], 10) == [pid("b")]


async def test_groups_merge_through_a_third(store: Store) -> None:
    """b-c and d-e, then c-d and a: all five are one person, of whom `a` has no event yet."""
    async with store.begin() as conn:
        await history.add(conn, [event(1, "c", "b"), event(2, "e", "d"), event(3, "x")])
    async with store.begin() as conn:
        gids = await patients.groups(conn, [Touched(pid("d"), (pid("c"), pid("a")), 1)])
        assert set(gids.values()) == {pid("a")}
        assert await patients.groups(conn, [Touched(pid("e"), (), 1), Touched(pid("x"), (), 1)]) == {
            pid("e"): pid("a"),
            pid("x"): pid("x"),
        }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=7),
    data=st.data(),
)
async def test_any_order_of_aliases_gives_the_same_groups(
    store: Store, pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    """One at a time or together, in whatever order: everybody ends in the group of its smallest id."""
    shuffled = data.draw(st.permutations(pairs))
    cut = data.draw(st.integers(0, len(pairs)))
    assert await grouped(store, [[pair] for pair in pairs]) == await grouped(
        store, [shuffled[:cut], shuffled[cut:]]
    )


async def grouped(store: Store, batches: list[list[tuple[str, str]]]) -> dict[str, str]:
    """The groups of a to g after these batches of pairs, each in a transaction; ids are of this call."""
    new = uuid.uuid4().hex
    for batch in batches:
        async with store.begin() as conn:
            await patients.groups(conn, [Touched(new + one, (new + other,), 0) for one, other in batch])
    async with store.begin() as conn:
        gids = await patients.groups(conn, [Touched(new + one, (), 0) for one in "abcdefg"])
    return {one[-1]: gid[-1] for one, gid in gids.items()}


async def test_merging_from_many_sides_at_once(store: Store) -> None:
    """Twenty transactions tie neighbours together at the same moment; tried again, all end in one group."""

    async def tie(number: int) -> None:
        names = pid(f"n{number:02}"), pid(f"n{number + 1:02}")
        for _ in range(50):
            try:
                async with store.begin() as conn:
                    await patients.groups(conn, [Touched(names[0], names[1:], 0)])
                return
            except Transient:
                await asyncio.sleep(0.01)
        raise AssertionError("never through")

    await asyncio.gather(*map(tie, range(20)))
    async with store.begin() as conn:
        everybody = [Touched(pid(f"n{number:02}"), (), 0) for number in range(21)]
        assert set((await patients.groups(conn, everybody)).values()) == {pid("n00")}


async def test_a_group_is_evaluated_by_one_at_a_time(store: Store) -> None:
    """The second to touch a group waits for the first one's commit, and then sees what it did."""
    order: list[str] = []
    inside = asyncio.Event()

    async def first() -> None:
        async with store.begin() as conn:
            await history.add(conn, [event(1, "a")])
            order.append("first in")
            inside.set()
            await asyncio.sleep(0.2)
            order.append("first out")

    async def second() -> None:
        async with store.begin() as conn:
            await history.add(conn, [event(2, "b", "a")])
            order.append(f"second sees {len((await history.histories(conn, [pid('a')]))[pid('a')])}")

    task = asyncio.create_task(first())
    await inside.wait()
    await second()
    await task
    assert order == ["first in", "first out", "second sees 2"]
