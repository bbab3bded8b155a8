"""Cases as somebody asks for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, column, false, func, or_, select, table

from adapters.store.cases import OPEN, Case, State, case_of
from adapters.store.moments import micros, moment
from adapters.store.picking import within
from adapters.store.store import Store

TABLE = table("cases", *map(column, Case._fields))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases; what is empty or None does not narrow.

    Attributes:
        ids: beginnings of ids: D-1A2B, 1a2b, or whole ones.
        senders: level-1 HER-ids.
        since, until: when it failed first, UTC; `until` is not included.
        topic: where it failed, with or without .dlt.
        classes, readers: of the failure, and the consumer groups that failed.
        changed: changed after this, UTC.
        hers: level-1 HER-ids of the senders that whoever asks may see; None: all.
    """

    ids: tuple[str, ...] = ()
    states: tuple[State, ...] = OPEN
    codes: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    topic: str = ""
    classes: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    changed: datetime | None = None
    hers: Collection[str] | None = None


class Count(NamedTuple):
    """How many cases are alike, and when the oldest and the newest of them failed first, UTC."""

    state: State
    topic: str
    reader: str
    error_class: str
    code: str
    sender: str
    number: int
    oldest: datetime
    newest: datetime


async def find(store: Store, wanted: Selection, limit: int, offset: int = 0) -> list[Case]:
    """The cases meant, oldest failure first."""
    ordered = _narrowed(select(TABLE), wanted).order_by(TABLE.c.first_failed_at, TABLE.c.dlq_id)
    query = ordered.limit(limit).offset(offset)
    async with store.read() as conn:
        return [case_of(row) for row in await conn.execute(query)]


async def count(store: Store, wanted: Selection) -> list[Count]:
    """The cases meant, in heaps that are alike, the largest first."""
    kinds = [TABLE.c[name] for name in Count._fields[:6]]
    at, number = TABLE.c.first_failed_at, func.count()
    query = (
        select(*kinds, number, func.min(at), func.max(at)).group_by(*kinds).order_by(number.desc(), *kinds)
    )
    async with store.read() as conn:
        rows: Sequence[Any] = (await conn.execute(_narrowed(query, wanted))).all()
    return [Count._make((*row[:7], moment(row[7]), moment(row[8]))) for row in rows]


def _narrowed(query: Select[Any], wanted: Selection) -> Select[Any]:
    return query.where(and_(TABLE.c.state.in_(wanted.states), *_clauses(wanted)))


def _clauses(wanted: Selection) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [within(TABLE.c.sender, wanted.hers)]
    if wanted.ids:
        found.append(or_(*map(_begins, wanted.ids)))
    narrowing = {
        "code": wanted.codes,
        "sender": wanted.senders,
        "error_class": wanted.classes,
        "reader": wanted.readers,
    }
    for name, values in narrowing.items():
        if values:
            found.append(TABLE.c[name].in_(values))
    if wanted.since:
        found.append(TABLE.c.first_failed_at >= micros(wanted.since))
    if wanted.until:
        found.append(TABLE.c.first_failed_at < micros(wanted.until))
    if wanted.changed:
        found.append(TABLE.c.changed_at > micros(wanted.changed))
    if wanted.topic:
        found.append(TABLE.c.topic == wanted.topic.removesuffix(".dlt"))
    return found


def _begins(prefix: str) -> ColumnElement[bool]:
    digits = prefix.lower().strip().removeprefix("d-").replace("-", "")
    if not digits:
        return false()
    return TABLE.c.dlq_id.startswith(dashed(digits), autoescape=True)


def dashed(digits: str) -> str:
    """The beginning of a UUID as it is written: 8-4-4-4-12."""
    cuts: Sequence[tuple[int, int]] = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 64))
    return "-".join(part for start, stop in cuts if (part := digits[start:stop]))
