"""Dead letters of a message."""

from sqlalchemy import column, or_, select, table

from adapters.store.cases import Case, case_of
from adapters.store.store import Store

TABLE = table("cases", *map(column, Case._fields))
MOST = 50
"""Of one message; each consumer that fails with it has one."""
BY_CONTENT = "sha256:"


async def of_message(store: Store, msg_id: str) -> list[Case]:
    """Those of a MsgId, or of "sha256:" and the hash of what could not be read; oldest first."""
    c = TABLE.c
    meant = c.msg_id == msg_id
    if msg_id.startswith(BY_CONTENT):
        meant = or_(meant, c.sha256 == msg_id.removeprefix(BY_CONTENT))
    query = select(TABLE).where(meant).order_by(c.first_failed_at, c.dlq_id).limit(MOST)
    async with store.read() as conn:
        return [case_of(row) for row in await conn.execute(query)]
