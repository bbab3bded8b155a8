"""A store that has seen a great many messages of others: rows as wide as ours, ids as spread."""

import asyncio
import sqlite3
from contextlib import closing

import asyncpg
from sqlalchemy import make_url

from adapters.store import Store
from schemas.topics import HENDELSER

EACH = 20
"""Messages of one patient."""
BODY = "x" * 160
"""In the place of the JSON, and shorter: nobody reads it, and the indexes are as they would be."""
UUIDS = {"postgresql": "gen_random_uuid()::text", "sqlite": "lower(hex(randomblob(18)))"}
PIDS = {
    "postgresql": "encode(sha256(n::text::bytea), 'hex')",
    "sqlite": "lower(hex(randomblob(32)))",
}
NUMBERS = {
    "postgresql": "generate_series(1, {count}) AS numbers(n)",
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count})"
    " SELECT n FROM c) AS numbers",
}
STEPS = (
    "DROP INDEX events_pid",
    "CREATE TEMPORARY TABLE others AS SELECT {pid} AS pid, n FROM {numbers}",
    "INSERT INTO patients (pid, gid, partition_no)"
    " SELECT pid, pid, n % {partitions} FROM others ORDER BY pid",
    # In the order of the key, so that its index grows at one end: many times faster.
    "INSERT INTO events (id, pid, body) SELECT * FROM"
    " (SELECT {uuid} AS id, pid, '{body}' AS body FROM others, {each}) AS made ORDER BY id",
    "CREATE INDEX events_pid ON events (pid)",
    "DROP TABLE others",
)
SORTING = {
    "postgresql": ("SET maintenance_work_mem = '512MB'", "SET work_mem = '256MB'"),
    "sqlite": ("PRAGMA cache_size = -262144", "PRAGMA synchronous = OFF"),
}
AFTER = {"postgresql": ("VACUUM events", "CHECKPOINT"), "sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",)}


def fill(url: str, rows: int) -> None:
    """Make the tables, and put so many events into them, of a twentieth as many patients."""
    asyncio.run(_make(url))
    if rows:
        asyncio.run(_postgresql(url, rows)) if url.startswith("postgresql") else _sqlite(url, rows)


async def _make(url: str) -> None:
    await (await Store.open(url)).close()


def _steps(dialect: str, rows: int) -> list[str]:
    numbers = NUMBERS[dialect]
    given = {
        "pid": PIDS[dialect],
        "uuid": UUIDS[dialect],
        "numbers": numbers.format(count=rows // EACH),
        "each": numbers.format(count=EACH).replace("AS numbers", "AS each"),
        "partitions": HENDELSER.partitions,
        "body": BODY,
    }
    return [*SORTING[dialect], *(step.format(**given) for step in STEPS), *AFTER[dialect]]


async def _postgresql(url: str, rows: int) -> None:
    conn = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        for step in _steps("postgresql", rows):
            await conn.execute(step)
    finally:
        await conn.close()


def _sqlite(url: str, rows: int) -> None:
    with closing(sqlite3.connect(str(make_url(url).database), isolation_level=None)) as conn:
        for step in _steps("sqlite", rows):
            conn.execute(step).fetchall()
