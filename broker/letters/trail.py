"""What a person does with a dead letter: a step of its case, and a row of the audit log."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store import audit, case_steps
from adapters.store.case_steps import Step


async def keep(conn: AsyncConnection, steps: Sequence[Step]) -> None:
    """Keep both, or neither; `conn` is in a write transaction, at its end."""
    await case_steps.note(conn, steps)
    for one in steps:
        await audit.note(conn, one.at, one.who, f"strandet: {one.what}", one.dlq_id, one.why)
