"""Decisions for many dead letters, on both databases."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

from cases import AT, case

from adapters.store import Store, run_letters, runs
from adapters.store.runs import Run

LATER = AT + timedelta(seconds=30)
CASES = [case(number, replay_n=number) for number in (3, 1, 2)]
IDS = [one.dlq_id for one in CASES]


def decision(id_: str = "a", **other: Any) -> Run:
    made = Run(id_, "kjor", "kari", "Æ", True, False, 50, 3, AT, "", False, "", AT)
    return made._replace(**other)


async def test_a_decision_is_kept_as_it_is(store: Store) -> None:
    """All of it comes back, and its letters in the order chosen; one that is not there is none."""
    await runs.begin(store, decision(), CASES)
    assert await runs.load(store, "a") == decision()
    assert await runs.load(store, "b") is None
    assert await run_letters.left(store, "a", 2) == {IDS[0]: 3, IDS[1]: 1}
    assert await run_letters.counts(store, "a") == (0, Counter())


async def test_what_became_of_each_is_noted_once(store: Store) -> None:
    """Done, or not and why; what is noted is left no more, and is not noted as anything else."""
    await runs.begin(store, decision(), CASES)
    await runs.begin(store, decision("b"), CASES)
    async with store.begin() as conn:
        await run_letters.done(conn, "a", IDS[:1])
        await run_letters.done(conn, "", IDS)
    await run_letters.not_done(store, "a", {IDS[0]: "x", IDS[1]: "y"})
    await run_letters.not_done(store, "a", {})
    assert await run_letters.left(store, "a", 9) == {IDS[2]: 2}
    assert await run_letters.counts(store, "a") == (1, Counter(y=1))
    assert list(await run_letters.left(store, "b", 9)) == IDS


async def test_one_holds_it(store: Store) -> None:
    """Of several that try; again for longer, and another when the time is over or it is let go of."""
    await runs.begin(store, decision(), CASES)
    tries = [runs.hold(store, "a", str(number), AT, LATER) for number in range(5)]
    got = await asyncio.gather(*tries)
    assert sum(got) == 1
    first = str(got.index(True))
    assert await runs.hold(store, "a", first, AT, LATER)
    assert not await runs.hold(store, "a", "another", AT, LATER)
    assert await runs.hold(store, "a", "another", LATER, LATER + timedelta(seconds=1))
    assert not await runs.hold(store, "a", first, LATER, LATER)
    await runs.let_go(store, "a")
    assert await runs.hold(store, "a", first, AT, LATER)


async def test_stopped_ended_and_taken_up_again(store: Store) -> None:
    """What has ended is nobody's to hold; what was cut off can be, and what is finished cannot."""
    await runs.begin(store, decision(), CASES)
    await runs.begin(store, decision("b", started_at=LATER), [])
    assert [one.id for one in await runs.unfinished(store)] == ["a", "b"]
    await runs.stop(store, "a")
    assert (found := await runs.load(store, "a")) and found.stopping
    await runs.end(store, "a", "avbrutt")
    assert not await runs.hold(store, "a", "x", AT, LATER)
    await runs.again(store, "a")
    assert (found := await runs.load(store, "a")) and not found.stopping and not found.ended
    await runs.end(store, "b", "ferdig")
    await runs.again(store, "b")
    assert [one.id for one in await runs.unfinished(store)] == ["a"]
