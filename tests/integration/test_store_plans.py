"""Every look-up of a hot path goes by index, also in a store that has no statistics yet."""

import re
from pathlib import Path

import pytest
from store_contract import new_url, opened

from adapters.store import avvik, claims, history, patients, stranded, waiting
from adapters.store.rows import TEXTS, Shape, run

STATEMENTS: dict[str, tuple[str, Shape]] = {
    "histories": (history.HISTORY, TEXTS),
    "avvik": (avvik.LOAD, TEXTS),
    "stranded": (stranded.GIDS, TEXTS),
    "groups": (patients.GROUP, TEXTS),
    "moves": (patients.MOVE, patients.MOVES),
    "wakes": (patients.WAKE, patients.WAKES),
    "stored": (claims.STORED, claims.KEYS),
    "done": (claims.DONE, claims.KEYS),
    "of_msg_id": (claims.OF_MSG_ID, TEXTS),
    "waiting": (waiting.FIND, TEXTS),
}
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
SCAN = re.compile(
    r"SCAN (?!r\b|\d|CONSTANT|\()\w+(?! USING (COVERING )?INDEX)|Seq Scan|(Hash|Merge) (Semi )?Join"
)


@pytest.mark.parametrize("database", EXPLAIN)
@pytest.mark.parametrize("name", STATEMENTS)
async def test_no_table_is_scanned(database: str, name: str, tmp_path: Path) -> None:
    """The plan has no step that reads a whole table."""
    sql, shape = STATEMENTS[name]
    async with opened(new_url(database, tmp_path)) as store, store.read() as conn:
        row = [1 if kind == "bigint" else "x" for kind in shape.columns.values()]
        plan = "\n".join(
            str(step[-1]) for step in await run(conn, f"{EXPLAIN[database]} {sql}", shape, [row])
        )
    assert "ndex" in plan or "INDEX" in plan
    assert not SCAN.search(plan), plan
