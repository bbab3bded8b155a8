"""The forløpstavle as people look at it: filtered, sorted, in pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, column, func, select, table

from adapters.store.board import BOARD
from adapters.store.board_varsel import varsel
from adapters.store.moments import micros, moment
from adapters.store.picking import begins, equal, within
from adapters.store.store import Store
from schemas.board import BOARD_ROW, BoardRow

BOARDS = table("board", *map(column, BOARD.columns))
C = BOARDS.c

STATES: Final[Mapping[str, Callable[[int], ColumnElement[bool]]]] = {
    "mangler": lambda now: C.overdue_at <= now,
    "venter": lambda now: C.awaited_until > now,
    "varsel": lambda now: varsel(C.stay_id, now),
    "klar": lambda now: C.ready_from <= now,
    "inne": lambda _: C.ended.is_(None),
    "ute": lambda _: C.ended.is_not(None),
    "avvik": lambda _: C.avvik > 0,
}
"""What a row may be asked for: a message is missing, awaited, a varsel; ready to leave; in, or out."""

SORTS: Final[Mapping[str, tuple[Any, ...]]] = {
    "frist": (C.overdue_at.asc().nulls_last(), C.begun.desc().nulls_last()),
    "innlagt": (C.begun.desc().nulls_last(),),
    "sist": (C.last_at.desc(),),
    "avvik": (C.avvik.desc(), C.overdue_at.asc().nulls_last()),
    "kommune": (C.kommune.asc().nulls_last(), C.overdue_at.asc().nulls_last()),
    "klar": (C.ready_from.asc().nulls_last(), C.begun.desc().nulls_last()),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows.

    Attributes:
        kommuner: kommunenumre that the user is limited to; None: all.
        kommune, unit: one of each; None: any.
        state: a key of STATES; None: any.
        pid: how the pid begins.
    """

    kommuner: frozenset[str] | None = None
    kommune: str | None = None
    unit: str | None = None
    state: str | None = None
    pid: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows there are.

    Attributes:
        total: that are wanted.
        by_state, by_kommune, by_unit: of all that the user may see.
    """

    total: int
    by_state: Mapping[str, int]
    by_kommune: Mapping[str, int]
    by_unit: Mapping[str, int]


async def listed(
    store: Store, wanted: Wanted, now: datetime, sort: str = "frist", limit: int = 50, offset: int = 0
) -> list[BoardRow]:
    """One page of the board at `now`; KeyError for a state or a sort that is none."""
    query = select(C.body).where(_wanted(wanted, micros(now))).order_by(*SORTS[sort], C.stay_id)
    async with store.read() as conn:
        found = (await conn.execute(query.limit(limit).offset(offset))).scalars()
        return [BOARD_ROW.validate_json(body) for body in found]


async def counted(store: Store, wanted: Wanted, now: datetime) -> Counted:
    """How many there are of each at `now`."""
    at = micros(now)
    seen = _seen(wanted.kommuner, at)
    states = [func.coalesce(func.sum(case((holds(at), 1), else_=0)), 0) for holds in STATES.values()]
    async with store.read() as conn:
        total = (await conn.execute(select(func.count()).where(_wanted(wanted, at)))).scalar_one()
        of_states = (await conn.execute(select(*states).where(seen))).one()
        kommuner = await conn.execute(select(C.kommune, func.count()).where(seen).group_by(C.kommune))
        units = await conn.execute(select(C.unit, func.count()).where(seen).group_by(C.unit))
        return Counted(
            total,
            dict(zip(STATES, map(int, of_states), strict=True)),
            {name: count for name, count in kommuner if name},
            {name: count for name, count in units if name},
        )


async def of_stay(store: Store, stay_id: str, kommuner: frozenset[str] | None = None) -> BoardRow | None:
    """The row of one stay; None where there is none that the user may see."""
    query = select(C.body).where(C.stay_id == stay_id, within(C.kommune, kommuner))
    async with store.read() as conn:
        body = (await conn.execute(query)).scalar_one_or_none()
    return None if body is None else BOARD_ROW.validate_json(body)


async def last_change(store: Store, kommuner: frozenset[str] | None = None) -> datetime | None:
    """When a row that the user may see was last written; None on an empty board."""
    async with store.read() as conn:
        query = select(func.max(C.changed_at)).where(within(C.kommune, kommuner))
        at = (await conn.execute(query)).scalar_one()
    return None if at is None else moment(at)


async def changed(store: Store, wanted: Wanted, since: datetime, now: datetime) -> int:
    """How many of the rows that are wanted were written after `since`."""
    newer = and_(C.changed_at > micros(since), _wanted(wanted, micros(now)))
    async with store.read() as conn:
        count: int = (await conn.execute(select(func.count()).where(newer))).scalar_one()
    return count


def _seen(kommuner: frozenset[str] | None, at: int) -> ColumnElement[bool]:
    return and_(C.leaves_at > at, within(C.kommune, kommuner))


def _wanted(wanted: Wanted, at: int) -> ColumnElement[bool]:
    state = [STATES[wanted.state](at)] if wanted.state else []
    return and_(
        _seen(wanted.kommuner, at),
        equal(C.kommune, wanted.kommune),
        equal(C.unit, wanted.unit),
        begins(C.pid, wanted.pid),
        *state,
    )
