"""Edited bytes of cases; the original stays where it is."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.moments import micros, moment
from adapters.store.rows import Shape, run
from adapters.store.store import Store


class Edit(NamedTuple):
    """Bytes to run in place of a dead letter's.

    Attributes:
        size: of the bytes.
        body: the bytes; empty when they lie in the claim-check store.
        at: when they were made, UTC.
    """

    dlq_id: str
    sha256: str
    size: int
    body: bytes
    at: datetime

    def __repr__(self) -> str:
        return object.__repr__(self)  # its bytes are nobody's to see


EDITS = Shape(dlq_id="text", sha256="text", size="bigint", body="bytea", at="bigint")
KEYS = Shape(dlq_id="text", sha256="text")
KEEP = (
    f"INSERT INTO case_edits ({EDITS.names}) SELECT {EDITS.names} FROM {{rows}} WHERE true"  # noqa: S608
    " ON CONFLICT DO NOTHING"
)
FIND = (
    "SELECT e.dlq_id, e.sha256, e.size, e.body, e.at FROM {rows} JOIN case_edits e"
    " ON e.dlq_id = r.dlq_id AND e.sha256 = r.sha256"
)


async def keep(conn: AsyncConnection, edit: Edit) -> None:
    """Keep the bytes; the same again change nothing."""
    await run(conn, KEEP, EDITS, [(*edit[:4], micros(edit.at))])


async def find(store: Store, dlq_id: str, sha256: str) -> Edit | None:
    """The bytes of a case with this hash."""
    async with store.read() as conn:
        rows = await run(conn, FIND, KEYS, [(dlq_id, sha256)])
    return Edit._make((*rows[0][:3], bytes(rows[0][3]), moment(rows[0][4]))) if rows else None
