"""Running dead letters again: produced, acknowledged, and then noted; whatever is cut off loses nothing.

Cut off before the note, the case still says that it is open: it may be run again, or the consumer that
handles it closes it, for the record itself tells which letter and which time it is.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from adapters import casework
from adapters.failpoint import reach
from adapters.kafka.records import Record
from adapters.store import cases, run_letters
from adapters.store.case_steps import Step
from adapters.store.cases import Case
from broker.letters import trail
from broker.letters.again import again_of
from broker.letters.allowed import allowed
from broker.letters.desk import Desk
from broker.letters.preview import Preview, preview
from broker.letters.refused import Refused
from broker.letters.who import Who


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter.

    Attributes:
        topic: where it was put; empty when nothing was done.
        skipped: why nothing was done; None when it was run again, or would be.
    """

    case: Case
    topic: str = ""
    skipped: Refused | None = None


async def replay(
    desk: Desk,
    letters: Iterable[Case],
    who: Who,
    *,
    rate: float = 50.0,
    force: bool = False,
    dry_run: bool = False,
    run: str = "",
) -> AsyncIterator[Outcome]:
    """Run each again, `rate` a second at most; what became of each, as soon as it is known.

    force: also what is likely to fail the same way, is being run already, or is parked.
    dry_run: only say what would be done.
    run: the decision for many that it is a part of.
    Raises Transient; those told of until then are run again.
    """
    for case in letters:
        started = time.monotonic()
        try:
            made = await _made(desk, case, who, force=force)
        except Refused as why:
            yield Outcome(case, skipped=why)
            continue
        if not dry_run:
            await to_the_end(_run(desk, made, who, run))
        # First told, then waited: a wait that is cut off hides nothing.
        yield Outcome(case, made.record.topic)
        if not dry_run:
            await asyncio.sleep(max(0.0, 1 / rate - (time.monotonic() - started)))


async def _made(desk: Desk, case: Case, who: Who, *, force: bool) -> Preview:
    """Raises Refused: it may not be run, or would fail."""
    allowed(case, who, force=force)
    made = await preview(desk, case, who)
    if made.faults and not force:
        raise Refused(made.words, "Rett den først: plo dlt edit. Eller kjør den likevel: --tving.")
    return made


async def _run(desk: Desk, made: Preview, who: Who, run: str) -> None:
    record: Record = await desk.claim_check.lighter(made.record)
    await desk.producer.send([record], desk.limit_s)
    reach("letters.sent")
    await mark(desk, made, who, run)


async def mark(desk: Desk, made: Preview, who: Who, run: str = "") -> None:
    """Note that Kafka has it."""
    now, again = desk.now(), again_of(made.case)
    step = Step(again.dlq_id, "kjort", str(again.n), now, who.name, who.why, made.case.sha256, made.sha256)
    async with desk.store.begin() as conn:
        known = await cases.locked(conn, [again.dlq_id])
        after = [new for one in known.values() if (new := casework.replayed(one, again.n))]
        await cases.save(conn, [one._replace(changed_at=now) for one in after])
        await run_letters.done(conn, run, [again.dlq_id])
        await trail.keep(conn, [(made.case, step)])


async def to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Do it whole, also when whoever waits for it is cancelled meanwhile: the cancellation comes after."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
