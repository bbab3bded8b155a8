"""Numbered migrations: migrations/NNNN_name.sql (or .sqlite.sql, .postgresql.sql), applied once, at open.

They only change tables; a message to skip or replay is a command, not a migration.
"""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.rows import fetch

FOLDER = Path(__file__).parent / "migrations"

TIMES = ("deadline", "detected_at")
POSTGRESQL_MICROS = "(extract(epoch FROM (body::json ->> '{0}')::timestamptz) * 1000000)::bigint"
SQLITE_MICROS = "CAST(round((julianday(body ->> '{0}') - 2440587.5) * 86400) AS INTEGER) * 1000000"
"""A time in the JSON of a row, as the store keeps moments; on SQLite to the second."""

WORDS = {
    # Keys are compared byte by byte, so that the order of locks and look-ups is the same everywhere.
    "postgresql": {
        "key": 'TEXT COLLATE "C"',
        "bytes": "BYTEA",
        "number": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "never_again": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "json": "::json",
        **{f"micros_of_{name}": POSTGRESQL_MICROS.format(name) for name in TIMES},
    },
    "sqlite": {
        "key": "TEXT",
        "bytes": "BLOB",
        "number": "INTEGER PRIMARY KEY",
        # The number of a row that is deleted is not given to another.
        "never_again": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "json": "",
        **{f"micros_of_{name}": SQLITE_MICROS.format(name) for name in TIMES},
    },
}
"""What the words in braces are in each dialect."""

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(1886154612)"
"""Several processes may open at once; on SQLite the transaction itself (BEGIN IMMEDIATE) lets one in."""


class StoreTooNew(Exception):
    """The store was written by a later version of the program."""


def migrations(dialect: str) -> dict[int, Path]:
    """Every migration of `dialect`, by number."""
    wanted = ([".sql"], [f".{dialect}", ".sql"])
    return {int(path.name[:4]): path for path in sorted(FOLDER.iterdir()) if path.suffixes in wanted}


def statements(path: Path, dialect: str) -> list[str]:
    """The statements of one file, in the words of `dialect`; an empty line ends each."""
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("--"))
    text = "\n".join(lines).format(**WORDS[dialect])
    return [part.strip() for part in text.split("\n\n") if part.strip()]


async def migrate(conn: AsyncConnection) -> None:
    """Bring the store up to date; `conn` is in a write transaction.

    Raises:
        StoreTooNew: the store has a migration that this version does not know.
    """
    dialect = conn.dialect.name
    if dialect == "postgresql":
        await fetch(conn, ONE_AT_A_TIME)
    await fetch(conn, "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY)")
    applied = {row[0] for row in await fetch(conn, "SELECT number FROM migrations")}
    known = migrations(dialect)
    if unknown := applied - known.keys():
        raise StoreTooNew(
            f"Lageret er skrevet av en nyere versjon av plo-broker: det har migrering {max(unknown)}, "
            f"denne versjonen kjenner til og med {max(known)}."
        )
    for number in sorted(known.keys() - applied):
        for statement in statements(known[number], dialect):
            await fetch(conn, statement)
        await fetch(conn, f"INSERT INTO migrations (number) VALUES ({number:d})")  # noqa: S608
