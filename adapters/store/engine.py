"""The pool of connections of either database, and how each connection is set up.

SQLite runs in WAL mode with synchronous=FULL: an answer is given on the strength of a committed claim, and
NORMAL could lose the last commits in a power cut. Group commit makes that one fsync for many messages.
"""

import os
from collections.abc import Callable
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}

CONNECT_S = 3.0

COMMAND_S = 10.0
"""Longest wait for a connection, and for one statement: then the intake answers 503."""

BUSY_MS = 5_000
"""Longest wait of one process for another's transaction on SQLite."""

BY_KEY = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "join_collapse_limit": "1",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
}
"""Every look-up of ours is by key, in the order written, by index. Left alone, PostgreSQL
scans whole tables until it has statistics (240 000 events just read in, 500 histories: 1.1 s, not 6 ms)."""

CONNECT_ARGS: dict[str, dict[str, Any]] = {
    "sqlite": {"timeout": BUSY_MS / 1000, "isolation_level": None},
    "postgresql": {
        "timeout": CONNECT_S,
        "command_timeout": COMMAND_S,
        "server_settings": {
            "application_name": "plo-broker",
            "idle_in_transaction_session_timeout": "60000",
            **BY_KEY,
        },
    },
}

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000")


def _on_connect(dbapi: Any, _: object) -> None:
    cursor = dbapi.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_checkout(dbapi: Any, *_: object) -> None:
    """After a restart of the server every pooled connection is dead, and knows it: no ping is needed."""
    if dbapi.driver_connection.is_closed():
        raise InvalidatePoolError


LISTENERS: dict[str, tuple[str, Callable[..., None]]] = {
    "sqlite": ("connect", _on_connect),
    "postgresql": ("checkout", _on_checkout),
}


def make_file(url: str) -> None:
    """The file of an SQLite store, for its owner alone. Raises OSError where there can be none.

    Asked before aiosqlite is, whose thread outlives the event loop when it cannot open a file.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        os.close(os.open(parsed.database, os.O_CREAT | os.O_RDWR, 0o600))


def engine_of(url: str) -> AsyncEngine:
    """A pool of connections that commit each statement, unless we say BEGIN ourselves."""
    parsed = make_url(url)
    dialect = parsed.get_backend_name()
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"} if dialect == "postgresql" else {}
    engine = create_async_engine(
        parsed.set(drivername=DRIVERS[dialect]),
        hide_parameters=True,
        connect_args=CONNECT_ARGS[dialect],
        pool_size=5,
        # The connection used last has its statements prepared, and the pages it needs in its memory.
        pool_use_lifo=True,
        max_overflow=5,
        pool_timeout=CONNECT_S,
        # Every use goes through Store, which commits or rolls back: a reset would be one more round trip.
        pool_reset_on_return=None,
        **options,
    )
    event.listen(engine.sync_engine, *LISTENERS[engine.dialect.name])
    return engine
