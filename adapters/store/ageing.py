"""Rows that nothing else takes away: they go when the records that they are about have gone from Kafka.

A sweep stamps the rows that are new to it, and removes those that were stamped long enough ago.
"""

import asyncio
from datetime import datetime

from adapters.store.moments import micros
from adapters.store.rows import Shape, run
from adapters.store.store import Store

TABLES = ("answers", "waiting")
AT_ONCE = 1000
"""Rows in one transaction: others wait no longer than that takes."""

ROW = {"postgresql": "ctid", "sqlite": "rowid"}
"""Where a row lies, which every table has."""
AT = Shape(at="bigint")
STAMP = """
    UPDATE {table} SET noted_at = (SELECT at FROM {rows}) WHERE {row} IN (
        SELECT {row} FROM {table} WHERE noted_at IS NULL LIMIT {most}) RETURNING 1"""
REMOVE = """
    DELETE FROM {table} WHERE {row} IN (
        SELECT t.{row} FROM {rows} CROSS JOIN {table} t WHERE t.noted_at < r.at LIMIT {most}) RETURNING 1"""


async def sweep(store: Store, now: datetime, before: datetime) -> int:
    """Remove what was first seen before that; how many rows. Raises Transient."""
    removed = 0
    for table in TABLES:
        await _all(store, STAMP, table, now)
        removed += await _all(store, REMOVE, table, before)
    return removed


async def _all(store: Store, sql: str, table: str, at: datetime) -> int:
    """Run it until it finds nothing more; how many rows it found."""
    count = 0
    while True:
        async with store.write() as conn:
            named = sql.replace("{table}", table).replace("{row}", ROW[conn.dialect.name])
            found = len(await run(conn, named, AT, [(micros(at),)], most=AT_ONCE))
        count += found
        if found < AT_ONCE:
            return count
        await asyncio.sleep(0)
