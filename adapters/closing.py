"""Closing a case: noted, and the patient looked at anew, whose avvik are no longer `ufullstendig`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import casework
from adapters.kafka.replayed import Again
from adapters.store import Store, case_steps, cases, patients, stranded
from adapters.store.case_steps import Step


async def resolve(store: Store, handled: Sequence[Again], who: str, now: datetime) -> None:
    """These were run again and are handled by the consumer `who`. Noted twice, nothing changes."""
    newest = {one.dlq_id: one.n for one in sorted(handled)}
    async with store.begin() as conn:
        known = await cases.locked(conn, newest)
        after = [new for id_, one in known.items() if (new := casework.resolved(one, newest[id_]))]
        await cases.save(conn, [one._replace(changed_at=now) for one in after])
        await case_steps.note(
            conn, [Step(one.dlq_id, "lost", str(newest[one.dlq_id]), now, who) for one in after]
        )
        await let_go(conn, newest, now)


async def let_go(conn: AsyncConnection, dlq_ids: Iterable[str], now: datetime) -> None:
    """Their patients have these letters no more: the clock looks at them, on the worker that owns them."""
    pids = await stranded.remove(conn, dlq_ids)
    gids = await patients.groups(conn, [patients.Touched(pid, (), 0) for pid in sorted(pids)])
    await patients.set_wake(conn, dict.fromkeys(gids.values(), now))
