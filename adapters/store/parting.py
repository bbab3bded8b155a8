"""Taking a group of pids apart again, when somebody takes back that two of them are one person's."""

from collections.abc import Iterable, Iterator

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.aliases import standing
from adapters.store.patients import merge
from adapters.store.rows import Shape, run_all, run_keys

MEMBERS = "SELECT p.pid, p.gid FROM {rows} JOIN patients p ON p.gid = r.value"
EVENTS = "SELECT e.pid, e.body FROM {rows} JOIN patients p ON p.gid = r.value JOIN events e ON e.pid = p.pid"
MOVES = Shape(pid="text", gid="text")
MOVE = "UPDATE patients SET gid = r.gid, wake_at = NULL FROM {rows} WHERE patients.pid = r.pid"


async def part(conn: AsyncConnection, gids: Iterable[str]) -> set[str]:
    """Group the members of these groups anew, by what still ties them; the groups that they now are.

    The caller holds the locks of `gids`, and evaluates and gives a new `wake_at` to what comes of them.
    """
    asked = set(gids)
    members: dict[str, str] = {pid: gid for pid, gid in await run_keys(conn, MEMBERS, asked)}
    ties = [*_told(await run_keys(conn, EVENTS, asked)), *await standing(conn, members)]
    smallest = merge(ties)
    moves = {pid: new for pid, gid in members.items() if (new := smallest.get(pid, pid)) != gid}
    await run_all(conn, MOVE, MOVES, sorted(moves.items()))
    return {smallest.get(pid, pid) for pid in members}


def _told(events: Iterable[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """The pids of one patient in one message."""
    for pid, body in events:
        if aliases := orjson.loads(body).get("aliases"):
            yield (pid, *aliases)
