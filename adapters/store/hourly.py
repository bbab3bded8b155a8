"""What came in and what stood open, over time: counted where an index has it, never kept."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, case, column, func, literal, literal_column, or_, select, table

from adapters.store import messages
from adapters.store.avvik import TABLE as AVVIK
from adapters.store.moments import micros, moment
from adapters.store.picking import within
from adapters.store.store import Store

HOUR: Final = timedelta(hours=1)
BACKLOG: Final = '%"historie":true%'
"""In the JSON of an avvik that rests on messages of a backlog."""
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


async def first_received(store: Store) -> datetime | None:
    """When the oldest message that is known was taken in, UTC."""
    async with store.read() as conn:
        first = (await conn.execute(select(func.min(messages.C.claimed_at)))).scalar_one()
    return None if first is None else moment(first)


async def received(
    store: Store, wanted: messages.Wanted, start: datetime, step: timedelta = HOUR
) -> dict[tuple[int, str], int]:
    """(number of the step from `start`, verdict) -> messages that were taken in."""
    at, verdict = _number(messages.C.claimed_at, start, step).label("at"), messages.C.verdict
    query = (
        select(at, verdict, func.count())
        .where(messages.conditions(wanted.later(start)))
        .group_by(at, verdict)
    )
    async with store.read() as conn:
        return {(int(at), name): number for at, name, number in await conn.execute(query)}


async def overdue(
    store: Store, kommuner: Collection[str] | None, start: datetime, now: datetime
) -> list[Lasted]:
    """Avvik whose deadline has passed and that stand open, or did so at some time since `start`.

    What a backlog both began and ended was never open here: it was over before anyone could see it.
    """
    c = AVVIK.c
    open_ = c.state == "apen"
    here = or_(open_, and_(c.changed_at >= micros(start), c.body.not_like(BACKLOG)))
    passed = and_(c.deadline < micros(now), within(c.kommune, kommuner), here)
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
    first = case((begun < since, -1), else_=_number(begun, start)).label("first")
    last = case((open_, literal(None)), else_=_number(changed, start)).label("last")
    query = (
        select(first, last, func.count(), func.min(begun))
        .where(meant, or_(open_, changed >= since))
        .group_by(first, last)
    )
    async with store.read() as conn:
        rows = (await conn.execute(query)).all()
    return [Lasted(int(a), None if b is None else int(b), count, moment(old)) for a, b, count, old in rows]


def _number(at: Any, start: datetime, step: timedelta = HOUR) -> ColumnElement[Any]:
    """Whole steps from `start`; the numbers stand in the statement, so that it can be grouped by them."""
    begin: ColumnElement[int] = literal_column(str(micros(start)))
    length: ColumnElement[int] = literal_column(str(step // timedelta(microseconds=1)))
    number: ColumnElement[int] = at.op("-")(begin).op("/")(length)
    return number
