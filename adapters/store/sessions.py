"""Sessions of the console: the browser holds a random token of 256 bits, the store only its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store import users
from adapters.store.moments import micros, moment
from adapters.store.users import Account, account

TABLE = table("sessions", *map(column, ("sha256", "user_id", "csrf", "created_at", "seen_at")))
SEEN_EVERY = timedelta(minutes=1)
"""A session is marked as used no more often than this: a page is no reason to write."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in.

    Attributes:
        sha256: of the token.
        csrf: what each of this session's forms carries.
        created_at, seen_at: UTC.
    """

    sha256: str
    csrf: str
    account: Account
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives: `idle` without use, `longest` in any case."""

    idle: timedelta
    longest: timedelta


def hashed(token: str) -> str:
    """What the store knows a token by."""
    return hashlib.sha256(token.encode()).hexdigest()


async def begin(conn: AsyncConnection, user_id: str, now: datetime) -> str:
    """A new session; its token, for the browser alone."""
    token = secrets.token_urlsafe(32)
    row = {
        "sha256": hashed(token),
        "user_id": user_id,
        "csrf": secrets.token_urlsafe(24),
        "created_at": micros(now),
        "seen_at": micros(now),
    }
    await conn.execute(TABLE.insert().values(row))
    return token


async def find(conn: AsyncConnection, token: str, limits: Limits, now: datetime) -> Session | None:
    """The living session of a token, with the account as it is now; None for any other token."""
    both = select(
        TABLE.c.sha256, TABLE.c.csrf, TABLE.c.created_at.label("begun"), TABLE.c.seen_at, users.TABLE
    )
    joined = both.join_from(TABLE, users.TABLE, users.TABLE.c.id == TABLE.c.user_id)
    living = (
        (TABLE.c.sha256 == hashed(token))
        & (TABLE.c.seen_at > micros(now - limits.idle))
        & (TABLE.c.created_at > micros(now - limits.longest))
        & users.TABLE.c.disabled_at.is_(None)
    )
    row = (await conn.execute(joined.where(living))).one_or_none()
    if row is None:
        return None
    return Session(row.sha256, row.csrf, account(row), moment(row.begun), moment(row.seen_at))


async def seen(conn: AsyncConnection, session: Session, now: datetime) -> None:
    """Note that the session is in use."""
    await conn.execute(TABLE.update().where(TABLE.c.sha256 == session.sha256).values(seen_at=micros(now)))


async def end(conn: AsyncConnection, sha256: str) -> None:
    """End one session."""
    await conn.execute(TABLE.delete().where(TABLE.c.sha256 == sha256))


async def count(conn: AsyncConnection, user_id: str) -> list[datetime]:
    """When each session of an account was last used, latest first."""
    rows = select(TABLE.c.seen_at).where(TABLE.c.user_id == user_id).order_by(TABLE.c.seen_at.desc())
    return [moment(row.seen_at) for row in await conn.execute(rows)]


async def sweep(conn: AsyncConnection, limits: Limits, now: datetime) -> int:
    """Take away the sessions that have run out; how many."""
    old = (TABLE.c.seen_at <= micros(now - limits.idle)) | (
        TABLE.c.created_at <= micros(now - limits.longest)
    )
    return (await conn.execute(TABLE.delete().where(old))).rowcount
