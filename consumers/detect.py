"""hendelser.v1 → histories → evaluate → avvik.v1 (architecture.md §4).

One transaction per batch: the events, the avvik they lead to, and an outbox of the changes. What was
published is always what was committed; a crash at any point repeats work that changes nothing.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from adapters.failpoint import reach
from adapters.kafka.bad import Bad, unreadable
from adapters.kafka.burial import Burial
from adapters.kafka.deadletter import dead_letter_id
from adapters.kafka.records import Incoming
from adapters.store import Store, history, patients, stranded
from adapters.store.aliases import Alias
from consumers.clear import in_clear
from consumers.settle import Now, Settler
from schemas.events import HENDELSER, Event, PasientKoblet
from schemas.topics import source_of

GROUP = "detect"
PID = re.compile(rb"[0-9a-f]{64}")

Rows = list[history.EventRow]


class Detect:
    """The consumer of hendelser.v1."""

    def __init__(self, store: Store, settler: Settler, burial: Burial, now: Now) -> None:
        self._store = store
        self._settler = settler
        self._burial = burial
        self._now = now

    async def handle(self, batch: Sequence[Incoming]) -> list[Bad]:
        """Take a batch into the histories and tell of what changed; returns what cannot be read."""
        rows, bad = read(batch)
        reach("detect.read")
        async with self._settler.turn:
            async with self._store.begin() as conn:
                new = {UUID(row.id) for row in rows}
                await self._settler.settle(conn, await history.add(conn, rows), self._now(), new)
            reach("detect.committed")
            await self._settler.publish(incoming.partition for incoming in batch)
        return bad

    async def bury(self, bad: Sequence[Bad]) -> None:
        """Dead-letter records; while one of a patient's is not dealt with, the avvik say `ufullstendig`."""
        await self._burial.bury(bad)
        now = self._now()
        theirs = [
            (one.incoming, one.incoming.key.decode())
            for one in bad
            if one.incoming.key and PID.fullmatch(one.incoming.key)
        ]
        async with self._settler.turn:
            async with self._store.begin() as conn:
                await stranded.add(conn, [letter(incoming, pid, now) for incoming, pid in theirs])
                touched = [patients.Touched(pid, (), incoming.partition) for incoming, pid in theirs]
                gids = await patients.groups(conn, touched)
                await self._settler.settle(conn, set(gids.values()), now)
            await self._settler.publish(one.incoming.partition for one in bad)


def letter(incoming: Incoming, pid: str, now: datetime) -> stranded.Stranded:
    topic = source_of(incoming.topic)
    return stranded.Stranded(str(dead_letter_id(incoming, GROUP)), pid, topic, now)


def read(batch: Sequence[Incoming]) -> tuple[Rows, list[Bad]]:
    """The events of a batch as the store keeps them, and the records that are none."""
    rows: Rows = []
    bad: list[Bad] = []
    for incoming in batch:
        try:
            rows.append(row_of(incoming))
        except ValueError as exc:
            text = "Posten er ikke en hendelse vi kjenner."
            bad.append(unreadable(incoming, exc, "event.unreadable", text))
    return rows, bad


def row_of(incoming: Incoming) -> history.EventRow:
    """Raises ValueError for anything that is not one of our events, of the patient it is keyed by."""
    if not in_clear(incoming):
        raise ValueError("plo-enc")
    body = incoming.value or b""
    event = HENDELSER.validate_json(body)
    pid = event.pid or ""
    if incoming.key != pid.encode():
        raise ValueError("key")
    aliases = event.aliases if isinstance(event, Event) else ()
    kobling = None
    if isinstance(event, PasientKoblet):
        kobling = Alias(event.alias, pid, event.koblet, event.received_at)
    return history.EventRow(str(event.id), pid, aliases, incoming.partition, body.decode(), kobling)
