"""What the drivers raise, told apart: infrastructure (Transient) or our own fault (StoreRefused).

Neither carries the driver's text: it may quote values, of a row (PostgreSQL's DETAIL) or of a parameter.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from adapters.errors import Transient

PASSING_SQLSTATES = ("08", "40", "53", "55P03", "57", "58", "25006")
"""Beginnings of SQLSTATEs that pass by themselves (PostgreSQL, appendix A): connection, rollback (deadlock,
serialization), no resources, lock not available, shutdown or timeout, system error, read-only standby."""

PASSING_SQLITE = frozenset({5, 6, 10, 13, 14, 15})
"""Primary result codes of SQLite: BUSY, LOCKED, IOERR, FULL, CANTOPEN, PROTOCOL."""

AWAY = (OSError, TimeoutError, PoolTimeout, asyncpg.InternalClientError)
"""No connection, no answer in time, or (the last) a server that stopped in the middle of a conversation:
the connection is not to be used again."""

REFUSED = (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError)


class StoreRefused(Exception):
    """The database will not do what we asked, now or later: a fault in the program or in how it is set up."""


def is_passing(error: BaseException) -> bool:
    """True when the same statement may work a little later."""
    if isinstance(error, asyncpg.InterfaceError):
        return "closed" in str(error)  # the only word in which asyncpg says so
    if getattr(error, "connection_invalidated", False):
        return True
    state = getattr(error, "sqlstate", None) or ""
    code = getattr(error, "sqlite_errorcode", 0)
    return state.startswith(PASSING_SQLSTATES) or code & 0xFF in PASSING_SQLITE


def driver_error(error: BaseException) -> BaseException:
    """What the driver itself raised, below SQLAlchemy's and its adapter's wrapping."""
    inner = getattr(error, "orig", None)
    return inner.__cause__ or inner if inner else error


@contextmanager
def translated() -> Iterator[None]:
    """Raise Transient for what will pass, StoreRefused for what will not, without SQL and without values."""
    try:
        yield
    except AWAY as error:
        raise Transient(f"store: {type(error).__name__}") from None
    except REFUSED as error:
        inner = driver_error(error)
        kind = Transient if is_passing(error) or is_passing(inner) else StoreRefused
        code = getattr(inner, "sqlstate", None) or getattr(inner, "sqlite_errorname", "")
        raise kind(f"store: {type(inner).__name__} {code}".rstrip()) from None
