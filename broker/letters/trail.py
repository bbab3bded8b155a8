"""What a person does with a dead letter: a step of its case, and a row of the audit log."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store import audit, case_steps
from adapters.store.case_steps import Step
from adapters.store.cases import Case
from broker.letters.allowed import SECURITY

MARK: Final = " (sikkerhetssak)"
"""What the audit log says of a case that only an administrator may treat."""


async def keep(conn: AsyncConnection, steps: Iterable[tuple[Case, Step]]) -> None:
    """Keep both, or neither; `conn` is in a write transaction, at its end."""
    kept = list(steps)
    await case_steps.note(conn, [step for _, step in kept])
    for case, one in kept:
        did = f"strandet: {one.what}{MARK if case.error_class == SECURITY else ''}"
        await audit.note(conn, one.at, one.who, did, one.dlq_id, one.why)
