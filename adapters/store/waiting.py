"""AppRecs and messages that name nobody, come before what they answer; they wait for its patient."""

from collections.abc import Iterable, Iterator

from adapters.store.moments import micros
from adapters.store.rows import Shape, run_all, run_keys
from adapters.store.store import Store
from schemas.events import MELDTE, KvitteringMottatt, PatientEvent

Waiting = KvitteringMottatt | PatientEvent

ROWS = Shape(id="text", answers="text", sender="text", at="bigint", body="text")
PUT = (
    f"INSERT INTO waiting ({ROWS.names}) SELECT {ROWS.names} FROM {{rows}} WHERE true"  # noqa: S608
    " ON CONFLICT DO NOTHING"
)
FIND = "SELECT w.body FROM {rows} JOIN waiting w ON w.answers = r.value ORDER BY w.at, w.id"
REMOVE = "DELETE FROM waiting WHERE id IN (SELECT value FROM {rows})"


async def put(store: Store, events: Iterable[Waiting]) -> None:
    """Let them wait; one that waits already is left as it is."""
    async with store.write() as conn:
        await run_all(conn, PUT, ROWS, [row for one in events for row in _rows(one)])


def _rows(event: Waiting) -> Iterator[tuple[str | int, ...]]:
    """One for each message that it waits for."""
    said = event.sender, micros(event.received_at), event.model_dump_json()
    for id_, reference in zip(_ids(str(event.id)), references(event), strict=False):
        yield id_, reference, *said


def references(event: Waiting) -> tuple[str, ...]:
    """MsgIds of the messages that may tell its patient: an AppRec answers one, others follow one or two."""
    if isinstance(event, KvitteringMottatt):
        return (event.answers,)
    return tuple(dict.fromkeys(filter(None, (event.parent_id, event.conversation_id))))


def _ids(event_id: str) -> tuple[str, str]:
    return event_id, f"{event_id}/samtale"


async def find(store: Store, msg_ids: Iterable[str]) -> list[Waiting]:
    """Those that wait for any of these MsgIds, oldest first."""
    async with store.read() as conn:
        found = await run_keys(conn, FIND, msg_ids)
    return [MELDTE.validate_json(body) for (body,) in found]


async def remove(store: Store, ids: Iterable[str]) -> None:
    """These (by event id) have found their message."""
    async with store.write() as conn:
        await run_keys(conn, REMOVE, [row for one in ids for row in _ids(one)])
