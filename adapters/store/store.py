"""The store: one pool of connections to SQLite or PostgreSQL, and three ways to use one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.store.engine import CONNECT_S, engine_of, make_file
from adapters.store.failures import AWAY, translated
from adapters.store.migrate import migrate
from adapters.store.rows import fetch
from adapters.store.turn import Turn

BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}
"""IMMEDIATE: a transaction that reads first and writes later fails when another overtakes it."""


class Store:
    """An open store; `open` makes one.

    Everything here and in the modules beside raises Transient when the database is away, busy or slow.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        """Raises OSError where there can be no files beside an SQLite database."""
        self._engine = engine
        # One writer at a time is all SQLite has; queueing here is fair and cheaper than its polling.
        self._turn = Turn(engine.url.database or "") if engine.dialect.name == "sqlite" else None

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect to `sqlite:///file` or `postgresql://…` and bring its tables up to date.

        Raises:
            Transient: the database is away.
            StoreTooNew: a later version of the program has been here.
        """
        with translated():
            make_file(url)
            store = cls(engine_of(url))
        try:
            async with store.begin() as conn:
                await migrate(conn)
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
        if self._turn:
            self._turn.close()

    async def ping(self) -> None:
        """Really ask the database; raise Transient when it does not answer, or lets nobody write."""
        async with self.begin() as conn:
            await fetch(conn, "SELECT 1")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """For reading: each statement sees what is committed, and waits for nobody."""
        with translated():
            async with self._engine.connect() as conn:
                try:
                    yield conn
                except (*AWAY, asyncio.CancelledError):
                    await conn.invalidate()
                    raise

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Each statement is a transaction of its own: for a single one that is two round trips less."""
        async with self._turn or nullcontext(), self.read() as conn:
            yield conn

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """One write transaction: committed at the end, rolled back by an exception."""
        async with self.write() as conn:
            await fetch(conn, BEGIN[conn.dialect.name])
            try:
                yield conn
                await fetch(conn, "COMMIT")
            except Exception:
                await _roll_back(conn)
                raise


async def _roll_back(conn: AsyncConnection) -> None:
    """Undo, or where even that is impossible give the connection up, which undoes as well."""
    try:
        async with asyncio.timeout(CONNECT_S):
            await fetch(conn, "ROLLBACK")
    except Exception:
        await conn.invalidate()
