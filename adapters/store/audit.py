"""Who did what in the console: a chain of rows in which each holds the hash of the one before.

A changed, removed or inserted row breaks the chain. Rows cut off at the end leave a whole chain, and so does
a log that somebody with the database makes anew, as the hashes need no key: therefore heads (number and hash
of the last row) are also kept outside the store (broker/console/anchors.py).
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros, moment
from adapters.store.rows import fetch

COLUMNS = ("seq", "at", "who", "did", "about", "why", "previous", "sha256")
TABLE = table("audit", *map(column, COLUMNS))
START = "0" * 64
"""What the first row holds as the hash of the one before."""
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1886154613)"
"""On PostgreSQL writers queue until the commit; on SQLite the transaction itself lets one in."""
PAGE = 1000
"""Rows read at a time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row.

    Attributes:
        seq: from 1, without gaps.
        at: UTC.
        who: id of an account, "system", or "ukjent" for one who is not logged in.
        did: one word with its subject, as "avvik.lukk".
        about: id of what it was done to; "" for nothing.
        why: the reason given.
        previous, sha256: hash of the row before, and of this one.
    """

    seq: int
    at: datetime
    who: str
    did: str
    about: str
    why: str
    previous: str
    sha256: str

    def content(self) -> str:
        """The hash that this row should hold."""
        return digest(self.previous, self.seq, self.at, self.who, self.did, self.about, self.why)


def digest(previous: str, seq: int, at: datetime, who: str, did: str, about: str, why: str) -> str:
    """SHA-256 of the previous hash and the canonical content: a JSON list, UTF-8, without spaces."""
    content = orjson.dumps([seq, micros(at), who, did, about, why])
    return hashlib.sha256(previous.encode() + b"\n" + content).hexdigest()


async def note(
    conn: AsyncConnection, at: datetime, who: str, did: str, about: str = "", why: str = ""
) -> str:
    """Add a row to the chain; its hash. `conn` is in a write transaction (Store.begin), best at its end.

    The row is there exactly when what it tells of is. Nothing of a patient may be in it.
    """
    if conn.dialect.name == "postgresql":
        await fetch(conn, ONE_AT_A_TIME)
    last = await head(conn)
    seq, previous = (last.seq + 1, last.sha256) if last else (1, START)
    sha256 = digest(previous, seq, at, who, did, about, why)
    values = (seq, micros(at), who, did, about, why, previous, sha256)
    await conn.execute(TABLE.insert().values(dict(zip(COLUMNS, values, strict=True))))
    return sha256


async def head(conn: AsyncConnection) -> Entry | None:
    """The last row."""
    row = (await conn.execute(select(TABLE).order_by(TABLE.c.seq.desc()).limit(1))).one_or_none()
    return None if row is None else _entry(row)


async def latest(
    conn: AsyncConnection, most: int, before: int | None, equals: Mapping[str, str]
) -> list[Entry]:
    """The newest rows first, `most` of them, below number `before`, where columns equal `equals`."""
    query = select(TABLE).order_by(TABLE.c.seq.desc()).limit(most)
    if before is not None:
        query = query.where(TABLE.c.seq < before)
    for name, value in equals.items():
        query = query.where(TABLE.c[name] == value)
    return [_entry(row) for row in await conn.execute(query)]


async def chain(conn: AsyncConnection) -> AsyncIterator[Entry]:
    """Every row, oldest first."""
    async for entry in every(conn):
        if entry:
            yield entry


async def every(conn: AsyncConnection) -> AsyncIterator[Entry | None]:
    """Every row there is, whatever its number, oldest first; None for one that nobody wrote through `note`:
    SQLite keeps what it is given, also where a number belongs."""
    query = select(TABLE).order_by(TABLE.c.seq).limit(PAGE)
    after: int | None = None
    while True:
        page = query if after is None else query.where(TABLE.c.seq > after)
        rows = (await conn.execute(page)).all()
        for row in rows:
            yield _sound(row)
        numbers = [row.seq for row in rows if isinstance(row.seq, int)]
        if len(rows) < PAGE or not numbers:
            return
        after = numbers[-1]


def _sound(row: Any) -> Entry | None:
    whole = all(isinstance(value, int) for value in row[:2]) and all(
        isinstance(value, str) for value in row[2:]
    )
    try:
        return _entry(row) if whole else None
    except OverflowError:  # a time that is in no calendar
        return None


def _entry(row: Any) -> Entry:
    return Entry(row.seq, moment(row.at), *row[2:])
