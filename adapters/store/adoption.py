"""The patient that an accepted message has of another one, noted on its claim."""

from collections.abc import Mapping

from adapters.store.rows import Shape, run_all
from adapters.store.store import Store

ROWS = Shape(msg_id="text", sender="text", pid="text")
NOTE = """
    UPDATE claims SET pid = COALESCE(claims.pid, r.pid) FROM {rows}
    WHERE claims.msg_id = r.msg_id AND claims.sender = r.sender AND claims.verdict = 'godtatt'
    RETURNING claims.msg_id, claims.sender, claims.pid"""


async def note(store: Store, pids: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Give accepted claims, by (MsgId, sender), a patient where they have none; the patient each has now."""
    rows = sorted((*key, pid) for key, pid in pids.items())
    async with store.write() as conn:
        found = await run_all(conn, NOTE, ROWS, rows)
    return {(msg_id, sender): pid for msg_id, sender, pid in found}
