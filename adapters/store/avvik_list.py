"""Avvik as people look at them: filtered, sorted, in pages, and counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from adapters.store.avvik import TABLE
from adapters.store.moments import micros
from adapters.store.picking import among, begins, equal, within
from adapters.store.store import Store

C = TABLE.c

_SEVERITY = case({"hoy": 0, "middels": 1, "lav": 2}, value=C.severity, else_=3)
_STATE = case({"apen": 0, "levert_sent": 1, "besvart": 2, "lukket": 3, "trukket": 4}, value=C.state, else_=5)

SORTS: Final[Mapping[str, tuple[Any, bool]]] = {
    "endret": (C.changed_at, True),
    "oppdaget": (C.detected_at, True),
    "frist": (C.deadline, False),
    "alvorlighet": (_SEVERITY, False),
    "regel": (C.rule, False),
    "kommune": (C.kommune, False),
    "tilstand": (_STATE, False),
}
"""What avvik are sorted by, and whether the greatest is first; of two alike the last changed is first."""

GROUPS: Final[Mapping[str, Any]] = {
    name: C[name] for name in ("state", "rule", "kommune", "kind", "direction", "severity")
}
"""By what avvik can be counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which avvik; what is empty or None asks for nothing.

    Attributes:
        kommuner: kommunenumre that the user is limited to; None: all.
        states, rules: any of these.
        kommune, direction, severity, confidence, kind: of these.
        since, until: changed at or after, and before, UTC.
        ids: these alone.
        id: how the id begins.
        prefix: how the id begins, or the pid: hexadecimal.
        pid: how the pid begins.
        stay_id: of one stay.
        pids: of these patients, which an index knows: whoever knows the stay, knows them.
    """

    kommuner: frozenset[str] | None = None
    states: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    kommune: str | None = None
    direction: str | None = None
    severity: str | None = None
    confidence: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    ids: frozenset[str] = frozenset()
    id: str = ""
    prefix: str = ""
    pid: str = ""
    stay_id: str | None = None
    pids: frozenset[str] = frozenset()


async def listed(
    store: Store,
    wanted: Wanted,
    sort: str = "endret",
    limit: int = 50,
    offset: int = 0,
    *,
    turned: bool = False,
) -> list[str]:
    """One page of avvik (JSON), `turned`: the other way round; KeyError for a sort that is none."""
    page = select(C.id).where(_wanted(wanted)).order_by(*_order(sort, turned)).limit(limit).offset(offset)
    async with store.read() as conn:
        ids = list((await conn.execute(page)).scalars())
        bodies = {id_: body for id_, body in await conn.execute(select(C.id, C.body).where(C.id.in_(ids)))}
    return [bodies[id_] for id_ in ids if id_ in bodies]


async def every(
    store: Store, wanted: Wanted, sort: str = "endret", limit: int = 50, *, turned: bool = False
) -> list[str]:
    """As `listed`, for many at a time: the database sorts whole rows."""
    query = select(C.body).where(_wanted(wanted)).order_by(*_order(sort, turned)).limit(limit)
    async with store.read() as conn:
        return list((await conn.execute(query)).scalars())


async def last_change(store: Store, kommuner: frozenset[str] | None = None) -> int:
    """When anything that the user may see last changed, in microseconds since 1970; 0 where there is none."""
    async with store.read() as conn:
        query = select(func.max(C.changed_at)).where(within(C.kommune, kommuner))
        return (await conn.execute(query)).scalar() or 0


async def count(store: Store, wanted: Wanted) -> int:
    """How many are wanted."""
    async with store.read() as conn:
        found: int = (
            await conn.execute(select(func.count()).select_from(TABLE).where(_wanted(wanted)))
        ).scalar_one()
    return found


async def counted(store: Store, wanted: Wanted, *groups: str) -> dict[tuple[str, ...], int]:
    """How many of each are wanted; `groups` are keys of GROUPS, as ("rule", "state")."""
    columns = [GROUPS[name] for name in groups]
    query = select(*columns, func.count()).where(_wanted(wanted)).group_by(*columns)
    async with store.read() as conn:
        return {tuple(value or "" for value in row[:-1]): row[-1] for row in await conn.execute(query)}


async def by_id(store: Store, id_: str, kommuner: frozenset[str] | None = None) -> str | None:
    """One avvik (JSON); None where there is none that the user may see."""
    async with store.read() as conn:
        query = select(C.body).where(C.id == id_, within(C.kommune, kommuner))
        return (await conn.execute(query)).scalar_one_or_none()


def _order(sort: str, turned: bool) -> list[Any]:
    """What is sorted by, where it is known; what has none is last either way."""
    column, down = SORTS[sort]
    first = column.desc() if down is not turned else column.asc()
    return [first if sort == "endret" else first.nulls_last(), C.changed_at.desc(), C.id]


def _wanted(wanted: Wanted) -> ColumnElement[bool]:
    named = ("kommune", "direction", "severity", "confidence", "kind", "stay_id")
    return and_(
        within(C.kommune, wanted.kommuner),
        among(C.state, wanted.states),
        among(C.rule, wanted.rules),
        among(C.pid, wanted.pids),
        among(C.id, wanted.ids),
        *(equal(C[name], getattr(wanted, name)) for name in named),
        begins(C.id, wanted.id),
        begins(C.pid, wanted.pid),
        or_(begins(C.id, wanted.prefix), begins(C.pid, wanted.prefix)) if wanted.prefix else true(),
        true() if wanted.since is None else C.changed_at >= micros(wanted.since),
        true() if wanted.until is None else C.changed_at < micros(wanted.until),
    )
