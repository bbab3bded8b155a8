"""Pairs of pids that somebody has told are one person's, the newest fact of each pair."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, fetch, run_all, run_keys
from adapters.store.store import Store


class Alias(NamedTuple):
    """That `alias` and `pid` are one person's, or are not after all; told at a moment, UTC."""

    alias: str
    pid: str
    koblet: bool
    at: datetime


class Counts(NamedTuple):
    """How many pairs hold, of how many of those something has come under the alias, and how many were
    taken back; when the newest was told, UTC."""

    koblet: int
    med_meldinger: int
    opphevet: int
    sist: datetime | None


ALIASES = Shape(alias="text", pid="text", koblet="smallint", at="bigint")
PUT = (
    f"INSERT INTO aliases ({ALIASES.names}) SELECT {ALIASES.names} FROM {{rows}} WHERE true"  # noqa: S608
    " ON CONFLICT (alias, pid) DO UPDATE SET koblet = excluded.koblet, at = excluded.at"
    " WHERE excluded.at > aliases.at OR (excluded.at = aliases.at AND excluded.koblet < aliases.koblet)"
)
OF = "SELECT a.alias, a.pid FROM {rows} JOIN aliases a ON {same} WHERE a.koblet = 1"
OF_ALIAS, OF_PID = OF.replace("{same}", "a.alias = r.value"), OF.replace("{same}", "a.pid = r.value")
COUNTS = """
    SELECT coalesce(sum(a.koblet), 0),
        coalesce(sum(CASE WHEN a.koblet = 1 AND EXISTS (
            SELECT 1 FROM events e WHERE e.pid = a.alias) THEN 1 ELSE 0 END), 0),
        coalesce(sum(1 - a.koblet), 0), max(a.at)
    FROM aliases a"""


async def put(conn: AsyncConnection, facts: Iterable[Alias]) -> None:
    """Keep what is newer than what is known of each pair; of two of one moment, the one that takes back."""
    newest: dict[tuple[str, str], Alias] = {}
    for fact in facts:
        known = newest.setdefault(fact[:2], fact)
        newest[fact[:2]] = max(known, fact, key=lambda one: (one.at, not one.koblet))
    rows = [(*pair, int(one.koblet), micros(one.at)) for pair, one in sorted(newest.items())]
    await run_all(conn, PUT, ALIASES, rows)


async def standing(conn: AsyncConnection, pids: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs (alias, pid) that hold, and of which one is among `pids`."""
    asked = set(pids)
    rows = [*await run_keys(conn, OF_ALIAS, asked), *await run_keys(conn, OF_PID, asked)]
    return {(alias, pid) for alias, pid in rows}


async def counts(store: Store) -> Counts:
    """All pairs, counted."""
    async with store.read() as conn:
        koblet, used, gone, last = (await fetch(conn, COUNTS))[0]
    return Counts(int(koblet), int(used), int(gone), None if last is None else moment(last))
