"""Events of patients: each once, by id."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.patients import Touched, groups
from adapters.store.rows import Shape, run_all, run_keys
from adapters.store.store import Store


class EventRow(NamedTuple):
    """An event as it comes.

    Attributes:
        id, pid, aliases: of the event, as text.
        partition: that it came on.
        body: its JSON.
    """

    id: str
    pid: str
    aliases: tuple[str, ...]
    partition: int
    body: str


EVENTS = Shape(id="text", pid="text", body="text")
INSERT = (
    "INSERT INTO events (id, pid, body) SELECT id, pid, body FROM {rows} WHERE true"
    " ON CONFLICT DO NOTHING RETURNING id"
)
KNOWN = "SELECT e.id FROM {rows} JOIN events e ON e.id = r.value"
HISTORY = "SELECT p.gid, e.body FROM {rows} JOIN patients p ON p.gid = r.value JOIN events e ON e.pid = p.pid"


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
    touched = [Touched(event.pid, event.aliases, event.partition) for event in events if event.id in new]
    gids = await groups(conn, touched)
    return {gids[one.pid] for one in touched}


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
