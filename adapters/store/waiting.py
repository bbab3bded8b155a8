"""AppRecs and messages that name nobody, come before the message they answer; they wait for its patient."""

from collections.abc import Iterable

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
        await run_all(conn, PUT, ROWS, [_row(one) for one in events])


def _row(event: Waiting) -> tuple[str | int, ...]:
    answers = event.answers if isinstance(event, KvitteringMottatt) else event.parent_id or ""
    return str(event.id), answers, event.sender, micros(event.received_at), event.model_dump_json()


async def find(store: Store, msg_ids: Iterable[str]) -> list[Waiting]:
    """Those that wait for any of these MsgIds, oldest first."""
    async with store.read() as conn:
        found = await run_keys(conn, FIND, msg_ids)
    return [MELDTE.validate_json(body) for (body,) in found]


async def remove(store: Store, ids: Iterable[str]) -> None:
    """These (by event id) have found their message."""
    async with store.write() as conn:
        await run_keys(conn, REMOVE, ids)
