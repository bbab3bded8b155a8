"""Patients with an open dead letter: their avvik carry `ufullstendig` (architecture.md §7)."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros
from adapters.store.rows import Shape, run_all, run_keys


class Stranded(NamedTuple):
    """A dead letter (its plo-dlq-id and topic) of a patient, and when it was found."""

    dlq_id: str
    pid: str
    topic: str
    at: datetime


ROWS = Shape(dlq_id="text", pid="text", topic="text", at="bigint")
ADD = (
    f"INSERT INTO stranded ({ROWS.names}) SELECT {ROWS.names} FROM {{rows}} WHERE NOT EXISTS"  # noqa: S608
    " (SELECT 1 FROM cases c WHERE c.dlq_id = r.dlq_id AND c.state IN ('lost', 'forkastet'))"
    " ON CONFLICT DO NOTHING"
)
GIDS = "SELECT DISTINCT p.gid FROM {rows} JOIN patients p ON p.gid = r.value JOIN stranded s ON s.pid = p.pid"
REMOVE = "DELETE FROM stranded WHERE dlq_id IN (SELECT value FROM {rows}) RETURNING pid"


async def add(conn: AsyncConnection, letters: Iterable[Stranded]) -> None:
    """Note the dead letters; one that is known already is left as it is.

    One whose case is closed is not open again because it was written twice.
    """
    await run_all(conn, ADD, ROWS, [(*one[:3], micros(one.at)) for one in sorted(letters)])


async def gids(conn: AsyncConnection, among: Iterable[str]) -> set[str]:
    """Those of the groups `among` that have an open dead letter."""
    return {gid for (gid,) in await run_keys(conn, GIDS, among)}


async def remove(conn: AsyncConnection, dlq_ids: Iterable[str]) -> set[str]:
    """The dead letters are dealt with; the pids that they were of."""
    return {pid for (pid,) in await run_keys(conn, REMOVE, dlq_ids)}
