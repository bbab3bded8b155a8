"""One decision for many dead letters, carried out by whoever holds it; cut off, another carries it on.

What became of a letter is noted with what is done to its case. One that was put on Kafka and not noted is put
there once more with the same number, and its consumer handles it once; one handled by then is done.
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

from adapters.store import Store, cases, run_letters, runs
from adapters.store.cases import Case
from adapters.store.runs import Run, What
from broker.letters.desk import Desk, Now
from broker.letters.discard import discard, refusal
from broker.letters.replay import replay
from broker.letters.who import Who

BATCH: Final = 200
"""Letters looked up, or given up, at a time."""
GONE: Final = "Saken er ikke her lenger."

Go = Callable[[], Awaitable[bool]]
"""Whether to go on: asked before each letter."""


async def begin(
    store: Store, what: What, letters: Sequence[Case], who: Who, at: datetime, *, rate: int, force: bool
) -> Run:
    """Keep the decision; nobody carries it out yet."""
    id_ = secrets.token_hex(8)
    run = Run(id_, what, who.name, who.why, who.admin, force, rate, len(letters), at, "", False, "", at)
    await runs.begin(store, run, letters)
    return run


async def carry(store: Store, desk: Callable[[], Desk], run: Run, now: Now, go: Go) -> bool:
    """Do what is left; whether all is done, and not cut off by `go`. Raises Transient, Refused."""
    who = Who(run.who, run.why, run.admin)
    while ids := await run_letters.left(store, run.id, BATCH):
        known = await cases.load(store, ids)
        await run_letters.not_done(store, run.id, {one: GONE for one in ids if one not in known})
        sent = [one for one, n in ids.items() if one in known and known[one].replay_n > n]
        async with store.begin() as conn:  # cut off between Kafka's answer and the note
            await run_letters.done(conn, run.id, sent)
        several = [known[one] for one in ids if one in known and one not in sent]
        if run.what == "kast":
            await _given_up(store, several, who, now, run)
            whole = await go()
        else:
            whole = await _run(desk(), several, who, run, go)
        if not whole:
            return not await run_letters.left(store, run.id, 1)
    return True


async def _run(desk: Desk, several: Sequence[Case], who: Who, run: Run, go: Go) -> bool:
    """Whether to go on after these."""
    for case in several:
        if not await go():
            return False
        async for one in replay(desk, [case], who, rate=run.rate, force=run.force, run=run.id):
            if one.skipped:
                await run_letters.not_done(desk.store, run.id, {case.dlq_id: one.skipped.what})
    return True


async def _given_up(store: Store, several: Sequence[Case], who: Who, now: Now, run: Run) -> None:
    gone = {one.dlq_id for one in await discard(store, several, who, now, run=run.id)}
    left = [one for one in several if one.dlq_id not in gone]
    fresh = await cases.load(store, [one.dlq_id for one in left])
    why = {id_: refused.what for id_, one in fresh.items() if (refused := refusal(one, who))}
    await run_letters.not_done(store, run.id, {one.dlq_id: why.get(one.dlq_id, GONE) for one in left})
