"""Logins that are under way at another server: each is used once, by the browser that began it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros
from adapters.store.sessions import hashed

TABLE = table("oidc_logins", *map(column, ("state", "browser", "nonce", "verifier", "onward", "at")))
LONGEST = timedelta(minutes=15)
MOST = 10_000
"""Logins under way at a time; beyond it the oldest are forgotten: anybody may begin one."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What was sent along, and where to go on to."""

    nonce: str
    verifier: str
    onward: str


async def begin(conn: AsyncConnection, state: str, browser: str, pending: Pending, now: datetime) -> None:
    """Remember a login that begins; old ones are forgotten. `browser` is a secret that the browser holds."""
    await conn.execute(TABLE.delete().where(TABLE.c.at <= micros(now - LONGEST)))
    newest = select(TABLE.c.at).order_by(TABLE.c.at.desc()).offset(MOST - 1).limit(1)
    await conn.execute(TABLE.delete().where(TABLE.c.at <= newest.scalar_subquery()))
    row = {"state": hashed(state), "browser": hashed(browser), "at": micros(now)}
    fields = {"nonce": pending.nonce, "verifier": pending.verifier, "onward": pending.onward}
    await conn.execute(TABLE.insert().values(row | fields))


async def take(conn: AsyncConnection, state: str, browser: str, now: datetime) -> Pending | None:
    """The login with this state, once, and only for its browser. `conn` is in a write transaction."""
    ours = (TABLE.c.state == hashed(state)) & (TABLE.c.browser == hashed(browser))
    living = ours & (TABLE.c.at > micros(now - LONGEST))
    row = (await conn.execute(select(TABLE).where(living))).one_or_none()
    if row is None or (await conn.execute(TABLE.delete().where(ours))).rowcount != 1:
        return None
    return Pending(row.nonce, row.verifier, row.onward)
