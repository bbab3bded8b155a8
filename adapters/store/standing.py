"""How the store stands, in figures: what waits there."""

from datetime import datetime
from typing import NamedTuple

from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, fetch, run
from adapters.store.store import Store

BEFORE = Shape(before="bigint")
OUTBOX = "SELECT count(*) FROM outbox"
DUE = "SELECT min(p.wake_at) FROM {rows} JOIN patients p ON p.wake_at <= r.before"
UNRESOLVED = (
    "SELECT count(c.seq) FROM {rows} CROSS JOIN unfinished u"
    " JOIN claims c ON c.seq = u.seq AND c.claimed_at < r.before"
)


class Standing(NamedTuple):
    """What waits.

    Attributes:
        outbox: changes that Kafka has not acknowledged.
        unresolved: messages taken in before the moment asked for, and not marked as done.
        due: the deadline that passed first of those nobody has looked at; None when none has.
    """

    outbox: int
    unresolved: int
    due: datetime | None


async def standing(store: Store, now: datetime, unresolved_before: datetime) -> Standing:
    """How it stands at `now`; raises Transient when the store is away."""
    async with store.read() as conn:
        ((outbox,),) = await fetch(conn, OUTBOX)
        ((due,),) = await run(conn, DUE, BEFORE, [(micros(now),)])
        ((unresolved,),) = await run(conn, UNRESOLVED, BEFORE, [(micros(unresolved_before),)])
    return Standing(outbox, unresolved, moment(due) if due is not None else None)
