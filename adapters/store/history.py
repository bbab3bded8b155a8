"""Events of patients: each once, by id."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store import aliases, parting
from adapters.store.aliases import Alias
from adapters.store.patients import Touched, groups
from adapters.store.rows import Shape, run_all, run_keys
from adapters.store.store import Store


class EventRow(NamedTuple):
    """An event as it comes.

    Attributes:
        id, pid, aliases: of the event, as text.
        partition: that it came on.
        body: its JSON.
        kobling: what it tells of two pids, where that is all it tells.
    """

    id: str
    pid: str
    aliases: tuple[str, ...]
    partition: int
    body: str
    kobling: Alias | None = None


EVENTS = Shape(id="text", pid="text", body="text")
INSERT = (
    "INSERT INTO events (id, pid, body) SELECT id, pid, body FROM {rows} WHERE true"
    " ON CONFLICT DO NOTHING RETURNING id"
)
KNOWN = "SELECT e.id FROM {rows} JOIN events e ON e.id = r.value"
HISTORY = "SELECT p.gid, e.body FROM {rows} JOIN patients p ON p.gid = r.value JOIN events e ON e.pid = p.pid"
BY_ID = "SELECT e.body FROM {rows} JOIN events e ON e.id = r.value"


async def insert_events(conn: AsyncConnection, events: Iterable[EventRow]) -> set[str]:
    """Keep the events; the ids of those that were not there before. Of two with one id the first is kept."""
    first: dict[str, tuple[str, str, str]] = {}
    for event in events:
        first.setdefault(event.id, (event.id, event.pid, event.body))
    return {id_ for (id_,) in await run_all(conn, INSERT, EVENTS, sorted(first.values()))}


async def add(conn: AsyncConnection, events: Sequence[EventRow]) -> set[str]:
    """Keep the events; the groups whose history is now another, merged and locked until the commit.

    A second delivery changes no history, and so touches no group.
    """
    new = await insert_events(conn, events)
    fresh = [event for event in events if event.id in new]
    told = [event.kobling for event in fresh if event.kobling]
    ties = await _kept(conn, told) if told else set()
    touched = [Touched(event.pid, _aliases(event, ties), event.partition) for event in fresh]
    gids = await groups(conn, touched)
    changed = {gids[one.pid] for one in touched}
    apart = {gids[one.pid] for one in told if not one.koblet}
    return (changed - apart) | await parting.part(conn, apart) if apart else changed


async def _kept(conn: AsyncConnection, told: Sequence[Alias]) -> set[tuple[str, str]]:
    """Keep what is told of pairs of pids; the pairs that hold."""
    await aliases.put(conn, told)
    return await aliases.standing(conn, [one.alias for one in told])


def _aliases(event: EventRow, ties: set[tuple[str, str]]) -> tuple[str, ...]:
    told = event.kobling
    return (told.alias,) if told and (told.alias, told.pid) in ties else event.aliases


async def histories(conn: AsyncConnection, gids: Iterable[str]) -> dict[str, list[str]]:
    """Every event (JSON) of every pid of each group, in no particular order."""
    found: dict[str, list[str]] = {gid: [] for gid in gids}
    for gid, body in await run_keys(conn, HISTORY, found):
        found[gid].append(body)
    return found


async def known(store: Store, ids: Iterable[str]) -> set[str]:
    """Those of these events (by id) that are in a history: detect has read them."""
    async with store.read() as conn:
        return {id_ for (id_,) in await run_keys(conn, KNOWN, ids)}


async def by_ids(conn: AsyncConnection, ids: Iterable[str]) -> list[str]:
    """The events (JSON) that have these ids, in no particular order."""
    return [body for (body,) in await run_keys(conn, BY_ID, ids)]
