"""Decisions for many dead letters: carried out beside the pages, by any console that finds one nobody holds.

The store knows what is done and what is left, so a console that is restarted, or another, carries it on.
"""

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from adapters.errors import Transient
from adapters.store import run_letters, runs
from adapters.store.runs import Run
from broker.console.desk import Desk
from broker.console.letters_desk import letters_of
from broker.console.who import User
from broker.letters.refused import Refused
from broker.letters.runs import carry

AT_ONCE: Final = 5
"""Decisions at a time, of all consoles."""
HELD: Final = timedelta(seconds=30)
"""How long a console that says nothing more is waited for."""
ASK_S: Final = 0.5
"""How often the store is asked whether to go on."""
LOOK_S: Final = 3.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a decision has come.

    Attributes:
        done: letters run again, or given up.
        skipped: why nothing was done -> how many.
        waits: nobody carries it out right now.
    """

    run: Run
    done: int
    skipped: Counter[str]
    waits: bool

    @property
    def left(self) -> int:
        """Letters that nothing is done with yet."""
        return self.run.total - self.done - self.skipped.total()


def may_see(run: Run, user: User) -> bool:
    """Who is limited to some kommuner sees their own alone: others' may be about anybody's."""
    return user.kommuner is None or run.who == user.id


async def progress(desk: Desk, run: Run) -> Progress:
    """As the store has it."""
    done, skipped = await run_letters.counts(desk.store, run.id)
    return Progress(run, done, skipped, not run.ended and run.held_until <= desk.now())


async def take_up(desk: Desk, run: Run) -> None:
    """Carry it out, unless another does. Raises Transient."""
    if await runs.hold(desk.store, run.id, desk.holder, desk.now(), desk.now() + HELD):
        start(desk, run)


def start(desk: Desk, run: Run) -> None:
    """Carry out one that is held."""
    if run.id not in desk.carried or desk.carried[run.id].done():
        desk.carried[run.id] = asyncio.create_task(_carry(desk, run))


async def watch(desk: Desk) -> None:
    """Find what nobody carries out, until cancelled; then what is in hand is another's."""
    try:
        while True:
            with contextlib.suppress(Transient):
                await look(desk)
            await asyncio.sleep(LOOK_S)
    finally:
        for one in desk.carried.values():
            one.cancel()
        await asyncio.gather(*desk.carried.values(), return_exceptions=True)


async def look(desk: Desk) -> None:
    """One look. Raises Transient."""
    for run in await runs.unfinished(desk.store):
        if run.held_until <= desk.now():
            await take_up(desk, run)
    for id_ in [id_ for id_, one in desk.carried.items() if one.done()]:
        del desk.carried[id_]


async def _carry(desk: Desk, run: Run) -> None:
    hold = Hold(desk, run.id)
    try:
        whole = await hold.go() and await carry(desk.store, lambda: letters_of(desk), run, desk.now, hold.go)
        if hold.mine:
            await runs.end(desk.store, run.id, "ferdig" if whole else "avbrutt")
    except (Transient, Refused) as away:
        log.warning("letters.run_waits", run=run.id, error=str(away))
        await _let_go(desk, run)  # to be taken up again
    except asyncio.CancelledError:
        await _let_go(desk, run)
        raise
    except Exception:
        log.exception("letters.run_failed", run=run.id)
        await runs.end(desk.store, run.id, "feil")


async def _let_go(desk: Desk, run: Run) -> None:
    """It is anybody's; where the store is away, that is so when the time is over."""
    with contextlib.suppress(Transient):
        await runs.let_go(desk.store, run.id)


class Hold:
    """That this process carries a decision out, as the store has it.

    Attributes:
        mine: it did, when the store was last asked.
    """

    def __init__(self, desk: Desk, run_id: str) -> None:
        self.mine = False
        self._desk, self._id = desk, run_id
        self._asked_s = float("-inf")

    async def go(self) -> bool:
        """Whether to go on: it is still ours, and nobody has asked to stop. Raises Transient."""
        time_s = asyncio.get_running_loop().time()
        if time_s < self._asked_s + ASK_S:
            return True
        self._asked_s, now = time_s, self._desk.now()
        self.mine = await runs.hold(self._desk.store, self._id, self._desk.holder, now, now + HELD)
        found = await runs.load(self._desk.store, self._id) if self.mine else None
        return found is not None and not found.stopping
