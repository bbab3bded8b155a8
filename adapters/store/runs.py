"""Decisions for many dead letters, carried out by whoever holds them, until nothing is left to do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from adapters.store.cases import Case
from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, run, run_all, run_keys
from adapters.store.store import Store

What = Literal["kjor", "kast"]
End = Literal["", "ferdig", "avbrutt", "feil"]


class Run(NamedTuple):
    """One decision.

    Attributes:
        what: `kjor`: run again; `kast`: give up.
        who, why, admin, force: as they were when it was decided.
        rate: letters a second, at most.
        ended: how; "" as long as something may be left to do.
        stopping: no more shall be done.
        holder: the process that carries it out; it is another's to take from `held_until` on, UTC.
    """

    id: str
    what: What
    who: str
    why: str
    admin: bool
    force: bool
    rate: int
    total: int
    started_at: datetime
    ended: End
    stopping: bool
    holder: str
    held_until: datetime


_KINDS = {
    **dict.fromkeys(("id", "what", "who", "why", "ended", "holder"), "text"),
    **dict.fromkeys(("admin", "force", "stopping"), "smallint"),
    **dict.fromkeys(("rate", "total"), "integer"),
    **dict.fromkeys(("started_at", "held_until"), "bigint"),
}
RUNS = Shape(**{name: _KINDS[name] for name in Run._fields})
LETTERS = Shape(run="text", number="integer", dlq_id="text", replay_n="integer", became="text", why="text")
HOLD = Shape(id="text", holder="text", now="bigint", until="bigint")
KEY = Shape(id="text")
_COLUMNS = ", ".join(f"u.{name}" for name in Run._fields)
ADD = f"INSERT INTO runs ({RUNS.names}) SELECT {RUNS.names} FROM {{rows}} WHERE true"  # noqa: S608
ADD_LETTERS = f"INSERT INTO run_letters ({LETTERS.names}) SELECT {LETTERS.names} FROM {{rows}} WHERE true"  # noqa: S608
LOAD = f"SELECT {_COLUMNS} FROM {{rows}} JOIN runs u ON u.id = r.value"  # noqa: S608
# Several look for the same one: who changes the row first, has it.
TAKE = """
    UPDATE runs SET holder = (SELECT holder FROM {rows}), held_until = (SELECT until FROM {rows})
    WHERE ended = '' AND id IN (SELECT id FROM {rows})
        AND (held_until <= (SELECT now FROM {rows}) OR holder = (SELECT holder FROM {rows})) RETURNING id"""
STOP = "UPDATE runs SET stopping = 1 WHERE id IN (SELECT id FROM {rows}) RETURNING id"
LET_GO = "UPDATE runs SET held_until = 0 WHERE id IN (SELECT id FROM {rows}) RETURNING id"
END = "UPDATE runs SET ended = {ended} WHERE id IN (SELECT id FROM {rows}) RETURNING id"
AGAIN = (
    "UPDATE runs SET ended = '', stopping = 0, held_until = 0"
    " WHERE id IN (SELECT id FROM {rows}) AND ended IN ('avbrutt', 'feil') RETURNING id"
)
UNFINISHED = f"SELECT {_COLUMNS} FROM {{rows}} JOIN runs u ON u.ended = r.value ORDER BY u.started_at, u.id"  # noqa: S608


async def begin(store: Store, one: Run, several: Sequence[Case]) -> None:
    """Keep the decision, and every letter that it is about."""
    letters = [(one.id, number, case.dlq_id, case.replay_n, "", "") for number, case in enumerate(several)]
    async with store.begin() as conn:
        await run(conn, ADD, RUNS, [_row(one)])
        await run_all(conn, ADD_LETTERS, LETTERS, letters)


async def load(store: Store, id_: str) -> Run | None:
    """The decision, as it is now."""
    async with store.read() as conn:
        return next(map(_run, await run_keys(conn, LOAD, [id_])), None)


async def unfinished(store: Store) -> list[Run]:
    """Those with something left to do, the oldest first."""
    async with store.read() as conn:
        return [_run(row) for row in await run_keys(conn, UNFINISHED, [""])]


async def hold(store: Store, id_: str, holder: str, now: datetime, until: datetime) -> bool:
    """Have it, or have it for longer; False: it has ended, or another holds it."""
    async with store.write() as conn:
        return bool(await run(conn, TAKE, HOLD, [(id_, holder, micros(now), micros(until))]))


async def let_go(store: Store, id_: str) -> None:
    """It is anybody's to take, at once."""
    await _set(store, LET_GO, id_)


async def stop(store: Store, id_: str) -> None:
    """Ask whoever holds it to do no more."""
    await _set(store, STOP, id_)


async def end(store: Store, id_: str, ended: End) -> None:
    """Nothing more is done with it."""
    await _set(store, END, id_, ended=ended)


async def again(store: Store, id_: str) -> None:
    """Carry on with what is left of one that was cut off."""
    await _set(store, AGAIN, id_)


async def _set(store: Store, sql: str, id_: str, **scalars: Any) -> None:
    async with store.write() as conn:
        await run(conn, sql, KEY, [(id_,)], **scalars)


def _row(one: Run) -> tuple[Any, ...]:
    flags = {"admin", "force", "stopping"}
    times = {"started_at", "held_until"}
    return tuple(
        int(value) if name in flags else micros(value) if name in times else value
        for name, value in one._asdict().items()
    )


def _run(row: Sequence[Any]) -> Run:
    one = Run._make(row)
    return one._replace(
        admin=bool(one.admin),
        force=bool(one.force),
        stopping=bool(one.stopping),
        started_at=moment(row[8]),
        held_until=moment(row[12]),
    )
