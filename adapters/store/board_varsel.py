"""Which rows of the board have a varsel: each of some cells may be one, from a moment until another."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, column, exists, or_, table
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros
from adapters.store.rows import Shape, run_all, run_keys
from schemas.board import BoardRow

VARSLER: Final = Shape(stay_id="text", from_at="bigint", until_at="bigint")
INSERT: Final = f"INSERT INTO varsler ({VARSLER.names}) SELECT {VARSLER.names} FROM {{rows}} WHERE true"  # noqa: S608
DELETE: Final = "DELETE FROM varsler WHERE stay_id IN (SELECT value FROM {rows})"
V: Final = table("varsler", *map(column, VARSLER.columns)).c


async def renew(conn: AsyncConnection, known: Collection[str], changed: Mapping[str, BoardRow]) -> None:
    """Those of the rows that have changed, by stay; `known` stays had a row before."""
    await run_keys(conn, DELETE, known & changed.keys())
    found = [
        (stay_id, micros(cell.warned.over), cell.over and micros(cell.over))
        for stay_id, row in sorted(changed.items())
        for cell in row.cells
        if cell.warned
    ]
    await run_all(conn, INSERT, VARSLER, found)


def varsel(stay_id: Any, now: int) -> ColumnElement[bool]:
    """Whether a stay's row has one at `now`, in microseconds; as Cell.varsel says it."""
    lasts = or_(V.until_at.is_(None), V.until_at > now)
    return exists().where(V.stay_id == stay_id, V.from_at <= now, lasts)
