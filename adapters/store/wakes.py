"""Whose time has come: the groups of patients that are to be looked at again (architecture.md §4)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, run

PARTITIONS = Shape(value="integer")
# SQLite has one writer: BEGIN IMMEDIATE holds every lock there is.
LOCK_FREE = {"postgresql": " FOR UPDATE SKIP LOCKED", "sqlite": ""}

DUE = (
    "SELECT pid, wake_at FROM patients WHERE wake_at <= {now} AND partition_no IN (SELECT value FROM {rows})"
    " ORDER BY wake_at, pid LIMIT {most}"
)
FIRST = (
    "SELECT wake_at FROM patients WHERE wake_at IS NOT NULL AND partition_no IN (SELECT value FROM {rows})"
    " ORDER BY wake_at LIMIT 1"
)


async def due(conn: AsyncConnection, now: datetime, partitions: Iterable[int], limit: int) -> list[str]:
    """Groups on these partitions to look at by `now`, longest overdue first; locked, or left if others do."""
    return list(await due_since(conn, now, partitions, limit))


async def due_since(
    conn: AsyncConnection, now: datetime, partitions: Iterable[int], limit: int
) -> dict[str, datetime]:
    """As `due`, with the moment at which each was to be looked at."""
    rows = [(partition,) for partition in sorted(set(partitions))]
    if not rows:
        return {}
    sql = DUE + LOCK_FREE[conn.dialect.name]
    found = await run(conn, sql, PARTITIONS, rows, now=micros(now), most=limit)
    return {gid: moment(wake) for gid, wake in found}


async def first_wake(conn: AsyncConnection, partitions: Iterable[int]) -> datetime | None:
    """When the next group on these partitions is to be looked at, UTC; None = none is."""
    rows = [(partition,) for partition in sorted(set(partitions))]
    found = await run(conn, FIRST, PARTITIONS, rows) if rows else []
    return moment(found[0][0]) if found else None
