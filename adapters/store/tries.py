"""Tries to log in that did not succeed, counted in the store so that all processes agree."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import IPv6Address, ip_address, ip_network
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


HOUSE: Final = 64
"""Bits of an IPv6 address that one customer has all addresses of."""


class Answer(Enum):
    """Whether a try may be made. The first that may not is told from those after it: it alone is worth a line
    in the audit log, which anybody could fill otherwise."""

    YES = "ja"
    NO = "nei"
    STILL_NO = "fortsatt nei"


def place(address: str) -> str:
    """What the store knows an address by: enough to count, not the address itself."""
    return hashlib.sha256(f"plo {_counted(address)}".encode()).hexdigest()[:32]


def _counted(address: str) -> str:
    """The address, or the network of an IPv6 one: there everybody has more addresses than can be counted."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or ip_network((int(parsed), HOUSE), strict=False))


async def add(conn: AsyncConnection, user_id: str, address: str, now: datetime) -> Answer:
    """Note a try before it is made, unless there have been too many. `conn` is in a write transaction."""
    if conn.dialect.name == "postgresql":
        await fetch(conn, ONE_AT_A_TIME)
    await conn.execute(TABLE.delete().where(TABLE.c.at <= micros(now - WINDOW)))
    row = {"user_id": user_id, "address": place(address), "at": micros(now)}
    over = [await _count(conn, {name: row[name] for name in names}) - most for names, most in MOST.items()]
    if max(over) > 0:
        return Answer.STILL_NO
    await conn.execute(TABLE.insert().values(row))
    return Answer.NO if max(over) == 0 else Answer.YES


async def _count(conn: AsyncConnection, wanted: Mapping[str, object]) -> int:
    """How many tries have these values."""
    query = select(func.count()).select_from(TABLE)
    for name, value in wanted.items():
        query = query.where(TABLE.c[name] == value)
    return (await conn.execute(query)).scalar() or 0


async def forget(conn: AsyncConnection, user_id: str, address: str) -> None:
    """The user got in from there: what went before were slips of the keyboard."""
    ours = (TABLE.c.user_id == user_id) & (TABLE.c.address == place(address))
    await conn.execute(TABLE.delete().where(ours))


async def forget_user(conn: AsyncConnection, user_id: str) -> None:
    """Let the user try again from everywhere: they have been given a new password."""
    await conn.execute(TABLE.delete().where(TABLE.c.user_id == user_id))
