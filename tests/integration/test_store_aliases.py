"""Aliases that somebody told of, on both databases: histories joined, and taken apart again."""

import asyncio
from datetime import timedelta

import orjson
from store_contract import START, event, pid

from adapters.store import Store, aliases, history, patients
from adapters.store.aliases import Alias
from adapters.store.history import EventRow
from adapters.store.patients import Touched


def told(number: int, alias: str, owner: str, koblet: bool = True, after: int = 0) -> EventRow:
    """The fact that two are one, or are not after all; `after` so many seconds."""
    fact = Alias(pid(alias), pid(owner), koblet, START + timedelta(seconds=after))
    return event(number, owner)._replace(kobling=fact)


def carrying(number: int, owner: str, *others: str) -> EventRow:
    """A message with several numbers of its patient, as its JSON says too."""
    body = orjson.dumps({"nr": number, "aliases": [pid(other) for other in others]}).decode()
    return event(number, owner, *others)._replace(body=body)


async def gids(store: Store, *names: str) -> list[str]:
    """The group of each."""
    async with store.begin() as conn:
        found = await patients.groups(conn, [Touched(pid(name), (), 0) for name in names])
    return [found[pid(name)] for name in names]


async def add(store: Store, *rows: EventRow) -> set[str]:
    async with store.begin() as conn:
        return await history.add(conn, rows)


async def test_known_patients_become_one(store: Store) -> None:
    """Both have histories already: from now on they have one, and it is the one to look at."""
    await add(store, event(1, "b"), event(2, "c"))
    assert await add(store, told(3, "b", "c")) == {pid("b")}
    async with store.read() as conn:
        assert len((await history.histories(conn, [pid("b")]))[pid("b")]) == 3


async def test_an_alias_comes_before_its_patients(store: Store) -> None:
    """Told of first, and messages later: they find each other."""
    await add(store, told(1, "b", "c"))
    assert await add(store, event(2, "b")) == await add(store, event(3, "c")) == {pid("b")}


async def test_taken_back(store: Store) -> None:
    """Two that are not one after all are two to look at, each with a history of its own."""
    await add(store, event(1, "b"), event(2, "c"), told(3, "b", "c"))
    async with store.begin() as conn:
        await patients.set_wake(conn, {pid("b"): START})
    assert await add(store, told(4, "b", "c", koblet=False, after=1)) == {pid("b"), pid("c")}
    async with store.read() as conn:
        found = await history.histories(conn, [pid("b"), pid("c")])
    assert [len(found[pid(name)]) for name in "bc"] == [1, 3]
    assert await add(store, event(5, "c")) == {pid("c")}


async def test_what_a_message_ties_stays_tied(store: Store) -> None:
    """b-c is in a message and c-d was told: without c-d, b and c are still one."""
    await add(store, carrying(1, "c", "b"), told(2, "d", "c"), event(3, "d"))
    assert len(set(await gids(store, "b", "c", "d"))) == 1
    assert await add(store, told(4, "d", "c", koblet=False, after=1)) == {pid("b"), pid("d")}
    assert await gids(store, "b", "c", "d") == [pid("b"), pid("b"), pid("d")]


async def test_the_newest_fact_holds_in_any_order(store: Store) -> None:
    """Taken back, and the older fact comes only now: they stay two. Told once more, they are one."""
    await add(store, told(1, "b", "c", koblet=False, after=5), event(2, "b"))
    await add(store, told(3, "b", "c", after=4))
    assert await gids(store, "b", "c") == [pid("b"), pid("c")]
    await add(store, told(4, "b", "c", after=6), told(5, "b", "c", koblet=False, after=3))
    assert await gids(store, "b", "c") == [pid("b"), pid("b")]


async def test_both_facts_in_one_batch(store: Store) -> None:
    """Of one moment the one that takes back holds."""
    await add(store, told(1, "b", "c"), told(2, "b", "c", koblet=False))
    assert await gids(store, "b", "c") == [pid("b"), pid("c")]


async def test_counts(store: Store) -> None:
    """How many hold, how many of those lead anywhere, and how many were taken back."""
    assert await aliases.counts(store) == (0, 0, 0, None)
    await add(store, event(1, "b"), told(2, "b", "c"), told(3, "d", "e"), told(4, "f", "g"))
    await add(store, told(5, "f", "g", koblet=False, after=9))
    assert await aliases.counts(store) == (2, 1, 1, START + timedelta(seconds=9))
    async with store.read() as conn:
        assert await aliases.standing(conn, [pid("b"), pid("g"), pid("e")]) == {
            (pid("b"), pid("c")),
            (pid("d"), pid("e")),
        }


async def test_a_message_while_its_group_is_taken_apart(store: Store) -> None:
    """One that waits for the lock meanwhile finds where its patient is now, and not where it was."""
    await add(store, event(1, "b"), event(2, "c"), told(3, "b", "c"))
    async with store.begin() as conn:
        await patients.groups(conn, [Touched(pid("b"), (), 0)])
        waiting = asyncio.create_task(add(store, event(5, "c")))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        await history.add(conn, [told(4, "b", "c", koblet=False, after=1)])
    assert await waiting == {pid("c")}
