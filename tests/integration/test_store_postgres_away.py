"""PostgreSQL is stopped, killed or slow: Transient at once, and it works again without anybody's help."""

import asyncio
import time
from collections.abc import Iterator
from itertools import count

import pytest
from servers import Postgres
from store_contract import claim, event, opened, pid

from adapters.errors import Transient
from adapters.store import Store, claims, engine, history, patients
from adapters.store.patients import Touched
from adapters.store.rows import fetch


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    server = Postgres()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def url(server: Postgres, request: pytest.FixtureRequest) -> str:
    return server.new_database(f"away_{abs(hash(request.node.name))}")


async def test_killed_and_started_again(server: Postgres, url: str) -> None:
    """SIGKILL, as in a power cut: what was claimed is there afterwards, what was refused can be claimed."""
    async with opened(url) as store:
        await asyncio.gather(*(claims.take(store, [claim(number)]) for number in range(5)))
        server.kill()
        for _ in range(3):
            with pytest.raises(Transient):
                await claims.take(store, [claim(7)])
            with pytest.raises(Transient):
                await store.ping()
        server.start()
        taken = await claims.take(store, [claim(number) for number in range(8)])
        assert [one.fresh for one in taken] == [False] * 5 + [True] * 3


async def test_every_pooled_connection_recovers(server: Postgres, url: str) -> None:
    """After a restart between two uses nobody notices: dead connections are known without a ping."""
    async with opened(url) as store:
        await asyncio.gather(*(store.ping() for _ in range(5)))
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await asyncio.gather(*(store.ping() for _ in range(5)))


async def test_stopped_and_started_under_load(server: Postgres, url: str) -> None:
    """Whoever tries again until it is answered loses nothing, and nothing is fresh twice."""
    async with opened(url) as store:
        fresh: list[int] = []
        numbers = count()
        enough = asyncio.Event()

        async def taker() -> None:
            while not enough.is_set():
                number = next(numbers)
                fresh.extend([number] * await take_at_last(store, number))

        takers = [asyncio.create_task(taker()) for _ in range(4)]
        await asyncio.sleep(0.3)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(0.3)
        await asyncio.to_thread(server.start)
        await asyncio.sleep(0.5)
        enough.set()
        await asyncio.gather(*takers)
        total = next(numbers)
        assert len(fresh) == len(set(fresh))
        known = await claims.take(store, [claim(number) for number in range(total)])
        assert not any(one.fresh for one in known)


async def take_at_last(store: Store, number: int) -> bool:
    """Take the claim, however long the store is away; True when it was new at the last try."""
    while True:
        try:
            (taken,) = await claims.take(store, [claim(number)])
            return taken.fresh
        except Transient:
            await asyncio.sleep(0.05)


async def test_nobody_waits_for_ever(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement that takes too long is given up as Transient, and its connection works no harm."""
    monkeypatch.setitem(engine.CONNECT_ARGS["postgresql"], "command_timeout", 0.2)
    async with opened(url) as store:
        with pytest.raises(Transient):
            async with store.begin() as conn:
                await history.add(conn, [event(1)])
                await fetch(conn, "SELECT pg_sleep(30)")
        async with store.begin() as conn:
            assert await history.add(conn, [event(1)]) == {pid("a")}


async def test_a_cancelled_transaction_lets_go_of_its_locks(url: str) -> None:
    """Cancelled in the middle of a statement: rolled back, and the next does not wait for it."""
    async with opened(url) as store:
        inside = asyncio.Event()

        async def slow() -> None:
            async with store.begin() as conn:
                await history.add(conn, [event(1)])
                inside.set()
                await fetch(conn, "SELECT pg_sleep(30)")

        task = asyncio.create_task(slow())
        await inside.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.wait([task])
        started = time.monotonic()
        async with store.begin() as conn:
            assert await history.add(conn, [event(1)]) == {pid("a")}
        assert time.monotonic() - started < 3
        assert task.cancelled()


async def test_a_deadlock_is_transient(url: str) -> None:
    """Two that wait for each other: the database ends one, who may try again."""
    async with opened(url) as store:
        async with store.begin() as conn:
            await history.add(conn, [event(1, "a"), event(2, "b")])
        both = asyncio.Barrier(2)

        async def one(first: str, then: str) -> None:
            async with store.begin() as conn:
                await patients.groups(conn, [Touched(pid(first), (), 0)])
                await both.wait()
                await patients.groups(conn, [Touched(pid(then), (), 0)])

        ended = await asyncio.gather(one("a", "b"), one("b", "a"), return_exceptions=True)
        assert [type(end) for end in ended if end is not None] == [Transient]
        assert ended.count(None) == 1
