"""Closed cases go when they have been closed for long enough, on both databases."""

import asyncio
from datetime import timedelta

from cases import AT, case
from store_contract import pid

from adapters.store import Store, case_ageing, case_edits, case_steps, cases, run_letters, runs, stranded
from adapters.store.case_edits import Edit
from adapters.store.case_steps import Step
from adapters.store.cases import Case
from adapters.store.runs import Run

LONG_AGO = AT - timedelta(days=400)
BEFORE = AT - timedelta(days=380)
OPEN = ("apen", "kjores", "feilet", "parkert")


async def keep(store: Store, *several: Case) -> None:
    """Cases, each with a step and edited bytes."""
    async with store.begin() as conn:
        await cases.save(conn, several)
        for one in several:
            await case_edits.keep(conn, Edit(one.dlq_id, "3f", 1, b"a", LONG_AGO))
            await case_steps.note(conn, [Step(one.dlq_id, "strandet", "0", LONG_AGO, "detect")])


async def test_what_was_closed_long_ago_goes_with_all_that_is_its(store: Store) -> None:
    """Both kinds of closed ones; steps and edited bytes too."""
    old = [case(1, state="lost", changed_at=LONG_AGO), case(2, state="forkastet", changed_at=LONG_AGO)]
    await keep(store, *old, case(3, state="lost", changed_at=BEFORE))
    assert await case_ageing.sweep(store, BEFORE) == 2
    assert await cases.load(store, [case(number).dlq_id for number in (1, 2, 3)]) == {
        case(3).dlq_id: case(3, state="lost", changed_at=BEFORE)
    }
    for one in old:
        assert await case_steps.of(store, one.dlq_id) == []
        assert await case_edits.find(store, one.dlq_id, "3f") is None
    assert await case_edits.find(store, case(3).dlq_id, "3f") is not None
    assert len(await case_steps.of(store, case(3).dlq_id)) == 1


async def test_what_is_open_never_goes(store: Store) -> None:
    """However old, and with its edited bytes; nor does its patient become certain by itself."""
    several = [case(n, state=state, changed_at=LONG_AGO) for n, state in enumerate(OPEN, 1)]
    await keep(store, *several)
    async with store.begin() as conn:
        await stranded.add(conn, [stranded.Stranded(several[0].dlq_id, pid("a"), "hendelser.v1", LONG_AGO)])
    assert await case_ageing.sweep(store, AT) == 0
    assert len(await cases.load(store, [one.dlq_id for one in several])) == 4
    assert await case_edits.find(store, several[3].dlq_id, "3f") is not None
    async with store.begin() as conn:
        assert await stranded.remove(conn, [several[0].dlq_id]) == {pid("a")}


async def test_many_go_in_several_transactions(store: Store) -> None:
    """Two that sweep at a time do no harm."""
    many = 2 * case_ageing.AT_ONCE + 1
    async with store.begin() as conn:
        await cases.save(conn, [case(n, state="lost", changed_at=LONG_AGO) for n in range(1, many + 1)])
    assert sum(await asyncio.gather(case_ageing.sweep(store, AT), case_ageing.sweep(store, AT))) == many


async def test_decisions_go_when_they_have_ended(store: Store) -> None:
    """With their letters; one with something left to do stays."""
    for id_, ended in (("a", "ferdig"), ("b", "")):
        run = Run(id_, "kjor", "kari", "", False, False, 50, 1, LONG_AGO, "", False, "", LONG_AGO)
        await runs.begin(store, run, [case(1)])
        if ended:
            await runs.end(store, id_, "ferdig")
    assert await case_ageing.sweep(store, BEFORE) == 0
    assert await runs.load(store, "a") is None and await run_letters.left(store, "a", 9) == {}
    assert await runs.load(store, "b") and await run_letters.left(store, "b", 9) == {case(1).dlq_id: 0}
