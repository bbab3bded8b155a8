"""How the store stands, in figures, on both databases."""

from datetime import timedelta

from store_contract import START, claim, event, pid

from adapters.store import Store, claims, history, outbox, patients
from adapters.store.outbox import Out
from adapters.store.standing import Standing, standing

MINUTE = timedelta(minutes=1)


async def test_an_empty_store_waits_for_nothing(store: Store) -> None:
    """No outbox, nothing uavklart, no deadline."""
    assert await standing(store, START, START) == Standing(0, 0, None)


async def test_what_waits(store: Store) -> None:
    """Records in the outbox, claims that are old enough and not done, and the deadline longest overdue."""
    await claims.take(store, [claim(1), claim(2), claim(3)])
    await claims.done(store, [claim(2).key])
    async with store.begin() as conn:
        await outbox.add(conn, [Out(0, "avvik.v1", "k", (), "{}")] * 2)
        await history.add(conn, [event(n, name) for n, name in enumerate("abc")])
        await patients.set_wake(
            conn, {pid("a"): START - MINUTE, pid("b"): START - 2 * MINUTE, pid("c"): START + MINUTE}
        )
    assert await standing(store, START, START + MINUTE) == Standing(2, 2, START - 2 * MINUTE)
    assert (await standing(store, START, START)).unresolved == 0  # younger than what is asked for
