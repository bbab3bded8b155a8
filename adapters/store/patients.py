"""Who is who: pids of one person make a group (architecture.md §4, “Aliases”).

The group's id is its smallest pid, and the row of that pid is its head. Whoever evaluates a group holds the
lock of its head until the commit; while it is held the group neither grows, moves nor parts. Heads are locked
in sorted order. Two that wait for each other all the same (a head moved while it was waited for) end in
Transient, and the batch is tried again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros
from adapters.store.rows import TEXTS, Shape, run, run_all, run_keys
from adapters.store.store import Store


class Touched(NamedTuple):
    """A pid of an event, the other pids of the same person in it, and the partition it came on."""

    pid: str
    aliases: tuple[str, ...]
    partition: int


PEOPLE = Shape(pid="text", partition_no="integer")
MOVES = Shape(old="text", new="text")
WAKES = Shape(gid="text", wake="bigint")

# SQLite has one writer: BEGIN IMMEDIATE holds every lock there is.
LOCK = {"postgresql": " FOR UPDATE", "sqlite": ""}

KNOW = (
    "INSERT INTO patients (pid, gid, partition_no) SELECT pid, pid, partition_no FROM {rows} WHERE true"
    " ON CONFLICT DO NOTHING"
)
GROUP = "SELECT pid, gid FROM patients WHERE pid IN (SELECT value FROM {rows}) ORDER BY pid"
MOVE = "UPDATE patients SET gid = r.new, wake_at = NULL FROM {rows} WHERE patients.gid = r.old"
WAKE = (
    "UPDATE patients SET wake_at = r.wake FROM {rows} WHERE patients.pid = r.gid"
    " AND (patients.wake_at <> r.wake OR (patients.wake_at IS NULL) <> (r.wake IS NULL))"
)
HOMES = "SELECT p.pid, p.partition_no FROM {rows} JOIN patients p ON p.pid = r.value"
AFTER = (
    "SELECT p.pid FROM {rows} JOIN patients p ON p.pid > r.value AND p.gid = p.pid"
    " ORDER BY p.pid LIMIT {most}"
)
BEGINNING = (
    "SELECT DISTINCT p.gid FROM {rows} JOIN patients p ON p.pid >= r.value AND p.pid < {end}"
    " ORDER BY p.gid LIMIT {most}"
)


async def groups(conn: AsyncConnection, touched: Sequence[Touched]) -> dict[str, str]:
    """The group of every pid in `touched`, merged where aliases tie them, and locked until the commit.

    What merges must be evaluated and given a new `wake_at` by the caller.
    """
    known = {pid: one.partition for one in touched for pid in (*one.aliases, one.pid)}
    await run_all(conn, KNOW, PEOPLE, sorted(known.items()))
    gids = await _lock(conn, known)
    moves = merge([gids[pid] for pid in (one.pid, *one.aliases)] for one in touched if one.aliases)
    if moves:
        await run_all(conn, MOVE, MOVES, sorted(moves.items()))
    return {pid: moves.get(gid, gid) for pid, gid in gids.items()}


async def _lock(conn: AsyncConnection, pids: Iterable[str]) -> dict[str, str]:
    """The groups of `pids`, heads locked; asked again when a head was merged away while we waited for it."""
    while True:
        gids: dict[str, str] = {pid: gid for pid, gid in await run_keys(conn, GROUP, pids)}
        heads = await run_keys(conn, GROUP + LOCK[conn.dialect.name], gids.values())
        if all(pid == gid for pid, gid in heads) and await _are_there(conn, gids):
            return gids


async def _are_there(conn: AsyncConnection, gids: Mapping[str, str]) -> bool:
    """Whether all are still in the groups that are locked now: one may have been taken apart meanwhile."""
    joined = {pid: gid for pid, gid in gids.items() if pid != gid}
    return not joined or joined == {pid: gid for pid, gid in await run_keys(conn, GROUP, joined)}


def merge(ties: Iterable[Iterable[str]]) -> dict[str, str]:
    """For groups tied together: each that is to move -> the smallest it is tied to, by any number of ties."""
    towards: dict[str, str] = {}

    def end(gid: str) -> str:
        while gid in towards:
            gid = towards[gid]
        return gid

    for tie in ties:
        ends = {end(gid) for gid in tie}
        target = min(ends)
        towards.update(dict.fromkeys(ends - {target}, target))
    return {gid: end(gid) for gid in towards}


async def set_wake(conn: AsyncConnection, wakes: Mapping[str, datetime | None]) -> None:
    """When to look at each group again; None for never. The groups are locked by the caller."""
    rows = [(gid, wake and micros(wake)) for gid, wake in sorted(wakes.items())]
    await run_all(conn, WAKE, WAKES, rows)


async def after(conn: AsyncConnection, last: str, limit: int) -> list[str]:
    """The groups whose id comes after `last`, in order, `limit` at most."""
    found = await run(conn, AFTER, TEXTS, [(last,)], most=limit)
    return [gid for (gid,) in found]


async def by_prefix(store: Store, prefix: str, limit: int) -> list[str]:
    """Groups with a pid that begins so, by id, `limit` at most."""
    async with store.read() as conn:
        found = await run(conn, BEGINNING, TEXTS, [(prefix,)], end=prefix + "g", most=limit)
    return [gid for (gid,) in found]


async def gids(conn: AsyncConnection, pids: Iterable[str]) -> dict[str, str]:
    """The group of each pid that is known; locks nothing."""
    return {pid: gid for pid, gid in await run_keys(conn, GROUP, pids)}


async def homes(conn: AsyncConnection, gids: Iterable[str]) -> dict[str, int]:
    """The partition of each group's head: whoever reads it, publishes what the group leads to."""
    return {gid: partition for gid, partition in await run_keys(conn, HOMES, gids)}
