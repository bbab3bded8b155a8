"""When the clock is to look at a group again, on both databases."""

from datetime import timedelta
from pathlib import Path

from store_contract import START, event, new_url, opened, pid

from adapters.store import Store, history, patients, wakes
from adapters.store.patients import Touched

HOUR = timedelta(hours=1)


async def test_wake_ups(store: Store) -> None:
    """Due by now, on our partitions, longest overdue first, no more than asked for; None is never."""
    async with store.begin() as conn:
        await history.add(conn, [event(n, name, partition=n % 2) for n, name in enumerate("abcd")])
        at = {pid("a"): START, pid("b"): START, pid("c"): START - HOUR, pid("d"): START + HOUR}
        await patients.set_wake(conn, at)
    async with store.begin() as conn:
        assert await wakes.due(conn, START, [0, 1], 10) == [pid("c"), pid("a"), pid("b")]
        assert await wakes.due(conn, START, [0, 1], 2) == [pid("c"), pid("a")]
        assert await wakes.due(conn, START, [1], 10) == [pid("b")]
        assert await wakes.due(conn, START, [], 10) == []
        await patients.set_wake(conn, {pid("c"): None, pid("a"): START + HOUR})
        assert await wakes.due(conn, START, [0, 1], 10) == [pid("b")]


async def test_the_first_wake_up(store: Store) -> None:
    """The earliest of our partitions, overdue or ahead; None where nobody waits."""
    async with store.begin() as conn:
        assert await wakes.first_wake(conn, [0, 1]) is None
        await history.add(conn, [event(n, name, partition=n % 2) for n, name in enumerate("abc")])
        await patients.set_wake(conn, {pid("a"): START, pid("b"): START - HOUR, pid("c"): None})
    async with store.read() as conn:
        firsts = [await wakes.first_wake(conn, owned) for owned in ([0, 1], [0], [])]
    assert firsts == [START - HOUR, START, None]


async def test_the_clock_leaves_a_group_that_is_being_evaluated(tmp_path: Path) -> None:
    """On PostgreSQL: what another has locked is not waited for, it is looked at next time."""
    async with opened(new_url("postgresql", tmp_path)) as store:
        async with store.begin() as conn:
            await history.add(conn, [event(1, "a"), event(2, "b")])
            await patients.set_wake(conn, {pid("a"): START, pid("b"): START})
        async with store.begin() as one, store.begin() as other:
            await patients.groups(one, [Touched(pid("a"), (), 0)])
            assert await wakes.due(other, START, [0], 10) == [pid("b")]
