"""Tries to log in that did not succeed, counted in the store so that all processes agree."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import column, func, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros
from adapters.store.rows import fetch

TABLE = table("login_tries", *map(column, ("user_id", "address", "at")))
WINDOW: Final = timedelta(minutes=15)
MOST: Final[Mapping[tuple[str, ...], int]] = {
    ("user_id", "address"): 5,
    ("address",): 30,
    ("user_id",): 60,
}
"""Most tries within the window: of one user from one place, from one place, and of one user from anywhere.
The last is high: whoever knows a name should not be able to shut its owner out with a handful of tries."""
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1886154614)"
"""On PostgreSQL tries queue until the commit, so that those of one moment count each other."""


def place(address: str) -> str:
    """What the store knows an address by: enough to count, not the address itself."""
    return hashlib.sha256(f"plo {address}".encode()).hexdigest()[:32]


async def add(conn: AsyncConnection, user_id: str, address: str, now: datetime) -> bool:
    """Note a try before it is made; False when there have been too many. `conn` is in a write transaction."""
    if conn.dialect.name == "postgresql":
        await fetch(conn, ONE_AT_A_TIME)
    await conn.execute(TABLE.delete().where(TABLE.c.at <= micros(now - WINDOW)))
    row = {"user_id": user_id, "address": place(address), "at": micros(now)}
    for columns, most in MOST.items():
        query = select(func.count()).select_from(TABLE)
        for name in columns:
            query = query.where(TABLE.c[name] == row[name])
        if ((await conn.execute(query)).scalar() or 0) >= most:
            return False
    await conn.execute(TABLE.insert().values(row))
    return True


async def forget(conn: AsyncConnection, user_id: str, address: str) -> None:
    """The user got in from there: what went before were slips of the keyboard."""
    ours = (TABLE.c.user_id == user_id) & (TABLE.c.address == place(address))
    await conn.execute(TABLE.delete().where(ours))
