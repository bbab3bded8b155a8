"""What came in and what stood open, hour by hour: counted where an index has it, never kept."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, case, column, func, literal, literal_column, or_, select, table

from adapters.store import messages
from adapters.store.avvik import TABLE as AVVIK
from adapters.store.moments import micros, moment
from adapters.store.picking import within
from adapters.store.store import Store

HOUR: Final = 3_600_000_000
"""In microseconds."""
CASES: Final = table("cases", *map(column, ("dlq_id", "state", "sender", "first_failed_at", "changed_at")))
CLOSED: Final = ("lost", "forkastet")
"""States of a case in which nothing more is to be done."""


class Lasted(NamedTuple):
    """Some things that were open during the same hours.

    Attributes:
        begun, ended: number of the hour, from `start`; begun is -1 before it, ended None for what is open.
        number: how many.
        oldest: when the first of them began, UTC.
    """

    begun: int
    ended: int | None
    number: int
    oldest: datetime


async def received(store: Store, wanted: messages.Wanted, start: datetime) -> dict[tuple[int, str], int]:
    """(number of the hour from `start`, verdict) -> messages that were taken in."""
    hour, verdict = _hour(messages.C.claimed_at, start).label("hour"), messages.C.verdict
    query = (
        select(hour, verdict, func.count())
        .where(messages.conditions(wanted.later(start)))
        .group_by(hour, verdict)
    )
    async with store.read() as conn:
        return {(int(at), name): number for at, name, number in await conn.execute(query)}


async def overdue(
    store: Store, kommuner: Collection[str] | None, start: datetime, now: datetime
) -> list[Lasted]:
    """Avvik whose deadline has passed and that stand open, or did so at some time since `start`."""
    c = AVVIK.c
    open_ = c.state == "apen"
    passed = and_(c.deadline < micros(now), within(c.kommune, kommuner))
    return await _lasted(store, c.deadline, c.changed_at, open_, passed, start)


async def stranded(store: Store, senders: Collection[str] | None, start: datetime) -> list[Lasted]:
    """Dead letters that stand open, or did so at some time since `start`."""
    c = CASES.c
    open_ = c.state.not_in(CLOSED)
    return await _lasted(store, c.first_failed_at, c.changed_at, open_, within(c.sender, senders), start)


async def _lasted(
    store: Store,
    begun: Any,
    changed: Any,
    open_: ColumnElement[bool],
    meant: ColumnElement[bool],
    start: datetime,
) -> list[Lasted]:
    since = micros(start)
    first = case((begun < since, -1), else_=_hour(begun, start)).label("first")
    last = case((open_, literal(None)), else_=_hour(changed, start)).label("last")
    query = (
        select(first, last, func.count(), func.min(begun))
        .where(meant, or_(open_, changed >= since))
        .group_by(first, last)
    )
    async with store.read() as conn:
        rows = (await conn.execute(query)).all()
    return [Lasted(int(a), None if b is None else int(b), count, moment(old)) for a, b, count, old in rows]


def _hour(at: Any, start: datetime) -> ColumnElement[Any]:
    """Whole hours from `start`; the numbers stand in the statement, so that it can be grouped by them."""
    begin: ColumnElement[int] = literal_column(str(micros(start)))
    hour: ColumnElement[int] = at.op("-")(begin).op("/")(literal_column(str(HOUR)))
    return hour
