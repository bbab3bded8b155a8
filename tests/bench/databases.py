"""The stores that are measured, and their processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from servers import Postgres
from sqlalchemy import make_url

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass
class Databases:
    """New and empty databases, one for each measurement."""

    server: Postgres
    _made: int = 0

    def new(self, kind: str) -> str:
        """The address of an empty database; "" for SQLite, which is a file of the installation."""
        if kind == SQLITE:
            return ""
        self._made += 1
        return self.server.new_database(f"fart{self._made}")

    def pids(self, kind: str) -> tuple[int, ...]:
        """The server's process; none for SQLite, which runs inside ours."""
        return () if kind == SQLITE else (self._postmaster(),)

    def _postmaster(self) -> int:
        port = str(make_url(self.server.url).port)
        mine = (
            one.pid
            for one in psutil.process_iter(["name", "cmdline"])
            if one.info["name"] == "postgres" and port in (one.info["cmdline"] or ())
        )
        return next(mine)


@contextmanager
def databases() -> Iterator[Databases]:
    """A PostgreSQL of our own, ended whatever happens."""
    server = Postgres()
    server.start()
    try:
        yield Databases(server)
    finally:
        server.kill()
