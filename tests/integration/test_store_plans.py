"""Every look-up of a hot path goes by index, also in a store that has no statistics yet."""

import re
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection
from store_contract import new_url, opened

from adapters.store import (
    adoption,
    aliases,
    answers,
    avvik,
    board,
    claims,
    history,
    parting,
    patients,
    stranded,
    waiting,
)
from adapters.store.rows import TEXTS, Shape, fetch, run

STATEMENTS: dict[str, tuple[str, Shape]] = {
    "histories": (history.HISTORY, TEXTS),
    "known events": (history.KNOWN, TEXTS),
    "avvik": (avvik.LOAD, TEXTS),
    "board": (board.LOAD, TEXTS),
    "off the board": (board.DELETE, TEXTS),
    "stranded": (stranded.GIDS, TEXTS),
    "groups": (patients.GROUP, TEXTS),
    "moves": (patients.MOVE, patients.MOVES),
    "wakes": (patients.WAKE, patients.WAKES),
    "stored": (claims.STORED, claims.KEYS),
    "done": (claims.DONE, claims.KEYS),
    "adopt": (adoption.NOTE, adoption.ROWS),
    "of_msg_id": (claims.OF_MSG_ID, TEXTS),
    "waiting": (waiting.FIND, TEXTS),
    "of_document": (answers.OF_DOCUMENT, TEXTS),
    "aliases": (aliases.OF_ALIAS, TEXTS),
    "aliases_back": (aliases.OF_PID, TEXTS),
    "members": (parting.MEMBERS, TEXTS),
    "parted_events": (parting.EVENTS, TEXTS),
    "parted": (parting.MOVE, parting.MOVES),
}
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
SCAN = re.compile(
    r"SCAN (?!r\b|\d|CONSTANT|\()\w+(?! USING (COVERING )?INDEX)|Seq Scan|(Hash|Merge) (Semi )?Join"
)

# 20 000 patients just read in; the planner of PostgreSQL has not looked at them yet. SQLite never does.
FILL = """
    ALTER TABLE patients SET (autovacuum_enabled = off);
    ALTER TABLE events SET (autovacuum_enabled = off);
    INSERT INTO patients SELECT md5(i::text), md5(i::text), 0 FROM generate_series(1, 20000) i;
    INSERT INTO events SELECT i::text, md5(i::text), repeat('x', 500) FROM generate_series(1, 20000) i"""


@pytest.mark.parametrize("database", EXPLAIN)
async def test_no_table_is_scanned(database: str, tmp_path: Path) -> None:
    """No plan has a step that reads a whole table."""
    async with opened(new_url(database, tmp_path)) as store, store.read() as conn:
        for statement in FILL.split(";") if database == "postgresql" else ():
            await fetch(conn, statement)
        plans = {
            name: await plan(conn, f"{EXPLAIN[database]} {sql}", shape)
            for name, (sql, shape) in STATEMENTS.items()
        }
    assert all("INDEX" in plan.upper() for plan in plans.values())
    assert {name: plan for name, plan in plans.items() if SCAN.search(plan)} == {}


async def plan(conn: AsyncConnection, sql: str, shape: Shape) -> str:
    row = [1 if kind == "bigint" else "x" for kind in shape.columns.values()]
    return "\n".join(str(step[-1]) for step in await run(conn, sql, shape, [row] * 100))
