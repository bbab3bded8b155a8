"""Closed cases go after a while, with their steps, their edited bytes and the decisions they were part of.

One that is open, or parked, never goes by itself.
"""

import asyncio
from datetime import datetime

from adapters.store.moments import micros
from adapters.store.rows import Shape, run, run_keys
from adapters.store.store import Store

AT_ONCE = 500
"""Cases in one transaction: others wait no longer than that takes."""
AT = Shape(at="bigint")
CASES = """
    DELETE FROM cases WHERE state IN ('lost', 'forkastet') AND dlq_id IN (
        SELECT c.dlq_id FROM {rows} CROSS JOIN cases c
        WHERE c.state IN ('lost', 'forkastet') AND c.changed_at < r.at
        ORDER BY c.changed_at LIMIT {most}) RETURNING dlq_id"""
THEIRS = tuple(
    f"DELETE FROM {table} WHERE dlq_id IN (SELECT value FROM {{rows}})"  # noqa: S608
    for table in ("case_steps", "case_edits")
)
RUNS = """
    DELETE FROM runs WHERE ended <> '' AND id IN (
        SELECT u.id FROM {rows} CROSS JOIN runs u WHERE u.ended <> '' AND u.started_at < r.at
        ORDER BY u.started_at LIMIT {most}) RETURNING id"""
OF_RUNS = "DELETE FROM run_letters WHERE run IN (SELECT value FROM {rows})"


async def sweep(store: Store, before: datetime) -> int:
    """Remove what was closed before that and has not changed since; how many cases. Raises Transient."""
    await _all(store, RUNS, (OF_RUNS,), before)
    return await _all(store, CASES, THEIRS, before)


async def _all(store: Store, sql: str, theirs: tuple[str, ...], before: datetime) -> int:
    count = 0
    while True:
        async with store.begin() as conn:
            gone = [key for (key,) in await run(conn, sql, AT, [(micros(before),)], most=AT_ONCE)]
            for each in theirs if gone else ():
                await run_keys(conn, each, gone)
        count += len(gone)
        if len(gone) < AT_ONCE:
            return count
        await asyncio.sleep(0)
