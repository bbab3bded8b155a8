"""How long the clock sleeps: until somebody is due, and never longer than it is told."""

from datetime import timedelta

import pytest
from fakes import Clock as Stopped
from fakes import FakeProducer
from histories import AVTALE
from store_contract import event, pid

from adapters.store import Store, history, patients
from consumers.clock import Clock
from consumers.settle import Settler

LONGEST_S = 5.0


@pytest.mark.parametrize(
    ("wakes", "expected_s"),
    [
        ({}, LONGEST_S),
        ({"a": 2, "b": 3}, 2.0),
        ({"a": 60, "b": 3}, 3.0),
        ({"a": 60}, LONGEST_S),
        ({"a": -1, "b": 3}, LONGEST_S),
        ({"c": 1}, LONGEST_S),
    ],
)
async def test_until_the_first_is_due(store: Store, wakes: dict[str, int], expected_s: float) -> None:
    """Of our partitions; what is overdue is another's at the moment, and hurries nobody."""
    now = Stopped()
    settler = Settler(store, FakeProducer(), AVTALE, 1.0)  # type: ignore[arg-type] # a fake
    clock = Clock(store, settler, lambda: frozenset({0}), now)
    async with store.begin() as conn:
        await history.add(conn, [event(n, name, partition=name == "c") for n, name in enumerate("abc")])
        await patients.set_wake(conn, {pid(n): now() + timedelta(seconds=s) for n, s in wakes.items()})
    assert await clock.pause(now(), LONGEST_S) == expected_s


async def test_one_that_came_due_after_we_looked(store: Store) -> None:
    """It was due a moment after the look, and is now: it does not wait for the next interval."""
    now = Stopped()
    settler = Settler(store, FakeProducer(), AVTALE, 1.0)  # type: ignore[arg-type] # a fake
    clock = Clock(store, settler, lambda: frozenset({0}), now)
    async with store.begin() as conn:
        await history.add(conn, [event(1, "a")])
        await patients.set_wake(conn, {pid("a"): now()})
    assert await clock.pause(now() - timedelta(microseconds=1), LONGEST_S) == 0.0
