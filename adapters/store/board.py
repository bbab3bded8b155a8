"""The felles forløpstavle: one row per stay in transition, as it was when its patient was last evaluated."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.board_varsel import renew
from adapters.store.moments import micros
from adapters.store.rows import Shape, run, run_all, run_keys
from adapters.store.store import Store
from schemas.board import BoardRow
from schemas.tid import start_of_day

BOARD = Shape(
    stay_id="text",
    gid="text",
    pid="text",
    kommune="text",
    hospital="text",
    unit="text",
    begun="bigint",
    ended="bigint",
    overdue_at="bigint",
    awaited_until="bigint",
    avvik="integer",
    ready_from="bigint",
    last_at="bigint",
    leaves_at="bigint",
    changed_at="bigint",
    body="text",
)
CHANGING = ", ".join(f"{name} = excluded.{name}" for name in BOARD.columns if name != "stay_id")
UPSERT = (
    f"INSERT INTO board ({BOARD.names}) SELECT {BOARD.names} FROM {{rows}} WHERE true"  # noqa: S608
    f" ON CONFLICT (stay_id) DO UPDATE SET {CHANGING}"
)
# By way of the patient, so that rows follow when groups merge.
LOAD = (
    "SELECT b.stay_id, b.gid, b.body FROM {rows} JOIN patients p ON p.gid = r.value"
    " JOIN board b ON b.gid = p.pid"
)
DELETE = "DELETE FROM board WHERE stay_id IN (SELECT value FROM {rows})"
LEFT = "DELETE FROM board WHERE leaves_at <= (SELECT at FROM {rows}) RETURNING 1"


class Placed(NamedTuple):
    """A row of the board, and the group that its patient belongs to."""

    gid: str
    row: BoardRow


async def replace(
    conn: AsyncConnection, gids: Iterable[str], placed: Sequence[Placed], now: datetime
) -> None:
    """`placed` are all rows of these groups from now on; what has not changed is not written."""
    known = {stay_id: (gid, body) for stay_id, gid, body in await run_keys(conn, LOAD, gids)}
    made = {str(one.row.stay_id): (one, one.row.as_json()) for one in placed}
    changed = {
        stay_id: (one, body)
        for stay_id, (one, body) in sorted(made.items())
        if known.get(stay_id) != (one.gid, body)
    }
    rows = [_row(stay_id, one, now, body) for stay_id, (one, body) in changed.items()]
    await run_all(conn, UPSERT, BOARD, rows)
    await renew(conn, known.keys(), {stay_id: one.row for stay_id, (one, _) in changed.items()})
    await run_keys(conn, DELETE, known.keys() - made.keys())


def _row(stay_id: str, one: Placed, now: datetime, body: str) -> tuple[object, ...]:
    row = one.row
    overs = [micros(cell.over) for cell in row.cells if cell.over]
    return (
        stay_id,
        one.gid,
        row.pid,
        row.kommune,
        row.hospital,
        row.unit,
        row.t0 and micros(row.t0),
        row.t1 and micros(row.t1),
        min(overs, default=None),
        max(overs, default=None),
        row.avvik.total,
        min((micros(start_of_day(span.first)) for span in row.ready if span.end is None), default=None),
        micros(row.last_at),
        micros(row.leaves_at),
        micros(now),
        body,
    )


async def forget_left(store: Store, now: datetime) -> int:
    """Remove the rows that have left the board by `now`; how many. Raises Transient."""
    async with store.write() as conn:
        return len(await run(conn, LEFT, Shape(at="bigint"), [(micros(now),)]))
