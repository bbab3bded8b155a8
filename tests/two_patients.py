"""Two patients in one store."""

import tempfile
from pathlib import Path
from uuid import UUID

from histories import msg
from sequels import History
from store_contract import opened

from adapters.store.history import EventRow, add, histories
from schemas.events import HENDELSER, AnyEvent, Event, Hendelse, event_id

BATCH = 7
NAMED = ("msg_id", "conversation_id", "parent_id", "answers")


def of_another(history: History, name: str, pids: dict[str, str]) -> History:
    """The same messages with MsgIds of their own, about another patient: pid -> pid.

    A message under the second pid of the patient carries the first as an alias, so that they are one person;
    a refusal or an AppRec cannot, and where there is nothing else under that pid it is under the first.
    """
    first = next(iter(pids.values()))
    tied = {event.pid for event in history if isinstance(event, Event)}
    made: History = []
    for event in history:
        named = {key: msg(f"{name} {value}") for key, value in event if key in NAMED and value}
        pid = pids[str(event.pid)] if event.pid in tied else first
        alias = {"aliases": (first,)} if pid != first and isinstance(event, Event) else {}
        id_ = UUID(event_id(event.sender, named["msg_id"], event.type))
        made.append(event.model_copy(update={**named, **alias, "pid": pid, "id": id_}))
    return made


PIDS = ({"1" * 64: "1" * 64, "2" * 64: "3" * 64}, {"1" * 64: "2" * 64, "2" * 64: "4" * 64})
"""Of two patients, not in a row of each: pid of a generated history -> its own."""


async def kept_apart(mixed: History) -> list[list[Hendelse]]:
    """The history of each patient, from a store that was given both."""
    rows = [row(event) for event in mixed]
    with tempfile.TemporaryDirectory() as folder:
        async with opened(f"sqlite:///{Path(folder) / 'plo.db'}") as store, store.begin() as conn:
            for start in range(0, len(rows), BATCH):
                await add(conn, rows[start : start + BATCH])
            heads = ["1" * 64, "2" * 64]
            found = await histories(conn, heads)
    return [[HENDELSER.validate_json(event) for event in found[head]] for head in heads]


def row(event: AnyEvent) -> EventRow:
    aliases = event.aliases if isinstance(event, Event) else ()
    return EventRow(str(event.id), str(event.pid), aliases, 0, event.as_json().decode())
