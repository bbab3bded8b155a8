"""Rows that nothing else takes away: they go when the records that they are about have gone from Kafka.

A sweep stamps the rows that are new to it, and removes those that were stamped long enough ago. Claims need
no stamp: they say when they were made, and lie in that order. When a claim has gone, nobody can tell that its
message came before.
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
# The oldest alone are looked at, by the primary key, so that a sweep that finds nothing costs nothing. One
# that nobody has carried out stays: it is listed as uavklart.
OLD_CLAIMS = """
    DELETE FROM claims WHERE seq IN (
        SELECT c.seq FROM {rows} CROSS JOIN (
            SELECT f.seq, f.claimed_at FROM claims f LEFT JOIN unfinished u ON u.seq = f.seq
            WHERE u.seq IS NULL ORDER BY f.seq LIMIT {most}) c
        WHERE c.claimed_at < r.at) RETURNING 1"""


async def sweep(store: Store, now: datetime, before: datetime) -> int:
    """Remove what was first seen, or claimed, before that; how many rows. Raises Transient."""
    removed = 0
    for table in TABLES:
        await _all(store, STAMP, table, now)
        removed += await _all(store, REMOVE, table, before)
    return removed + await _all(store, OLD_CLAIMS, "claims", before, least=1)


async def _all(store: Store, sql: str, table: str, at: datetime, least: int = AT_ONCE) -> int:
    """Run it until it finds fewer than `least`; how many rows it found."""
    count = 0
    while True:
        async with store.write() as conn:
            named = sql.replace("{table}", table).replace("{row}", ROW[conn.dialect.name])
            found = len(await run(conn, named, AT, [(micros(at),)], most=AT_ONCE))
        count += found
        if found < least:
            return count
        await asyncio.sleep(0)
