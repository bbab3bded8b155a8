"""Many dead letters, one decision: carried out beside the pages, told of as it goes, ended when asked to."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

import structlog

from adapters.errors import Transient
from adapters.store import Store
from adapters.store.cases import Case
from broker.letters.desk import Desk as Letters
from broker.letters.desk import Now
from broker.letters.discard import discard
from broker.letters.refused import Refused
from broker.letters.replay import replay
from broker.letters.who import Who

AT_ONCE: Final = 5
"""Runs at a time."""
REMEMBERED: Final = 50
BATCH: Final = 200
"""Letters given up in one transaction."""

What = Literal["kjor", "kast"]
End = Literal["", "ferdig", "avbrutt", "borte", "feil"]


@dataclass(eq=False, slots=True)
class Run:
    """One decision as it is carried out.

    Attributes:
        done: letters run again, or given up.
        skipped: why nothing was done -> how many.
        stopping: no more shall be done; the letter in hand is done to its end.
        end: how it ended; "" as long as it goes on. `borte`: Kafka or the store was away.
    """

    what: What
    who: Who
    total: int
    started_at: datetime
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    done: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    end: End = ""
    stopping: bool = False
    task: "asyncio.Task[None] | None" = None

    @property
    def left(self) -> int:
        """Letters that nothing has been said of."""
        return self.total - self.done - self.skipped.total()

    def tell(self, skipped: Refused | None, number: int = 1) -> None:
        """What became of some."""
        if skipped:
            self.skipped[skipped.what] += number
        else:
            self.done += number


@dataclass(slots=True)
class Runs:
    """Those of this process; the newest are remembered."""

    known: dict[str, Run] = field(default_factory=dict)

    def start(self, run: Run, work: AsyncIterator[tuple[Refused | None, int]]) -> None:
        """Begin. Raises Refused: too much is going on already."""
        if sum(not one.end for one in self.known.values()) >= AT_ONCE:
            raise Refused("Det går alt mange kjøringer.", "Vent til en er ferdig, eller avbryt en.")
        for old in [one.id for one in self.known.values() if one.end][: -REMEMBERED or None]:
            del self.known[old]
        self.known[run.id] = run
        run.task = asyncio.create_task(_follow(run, work))


async def _follow(run: Run, work: AsyncIterator[tuple[Refused | None, int]]) -> None:
    end: End = "feil"
    try:
        async for skipped, number in work:
            run.tell(skipped, number)
            if run.stopping and run.left:
                break
        end = "avbrutt" if run.left else "ferdig"
    except asyncio.CancelledError:
        end = "avbrutt"
    except Transient:
        end = "borte"
    except Exception:
        structlog.get_logger().exception("letters.run_failed")
    finally:
        run.end = end


async def running(
    letters: Letters, several: Sequence[Case], who: Who, rate: float, *, force: bool
) -> AsyncIterator[tuple[Refused | None, int]]:
    """Run each again."""
    async with aclosing(replay(letters, several, who, rate=rate, force=force)) as outcomes:  # type: ignore[type-var]
        async for one in outcomes:
            yield one.skipped, 1


async def discarding(
    store: Store, several: Sequence[Case], who: Who, now: Now
) -> AsyncIterator[tuple[Refused | None, int]]:
    """Give each up."""
    for start in range(0, len(several), BATCH):
        part = several[start : start + BATCH]
        gone = len(await discard(store, part, who, now))
        yield None, gone
        if gone < len(part):
            yield Refused("Den er lukket fra før."), len(part) - gone
