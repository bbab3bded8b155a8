"""Edited bytes of a case."""

import asyncio

from adapters.claimcheck.ticket import Ticket
from adapters.claimcheck.vault import Missing
from adapters.store import case_edits
from adapters.store.cases import Case
from broker.letters.desk import Desk
from broker.letters.refused import Refused


async def current(desk: Desk, case: Case) -> bytes | None:
    """The bytes to run in place of the original; None where nothing is edited. Raises Refused."""
    if not case.edited_sha256:
        return None
    kept = await case_edits.find(desk.store, case.dlq_id, case.edited_sha256)
    body = b"" if kept is None else kept.body
    if kept and not body and kept.size:
        try:
            body = await asyncio.to_thread(desk.claim_check.vault.get, Ticket(kept.sha256, kept.size).ref)
        except Missing:
            body = b""
    if Ticket.of(body).sha256 != case.edited_sha256:
        raise Refused("Det rettede innholdet er ikke der lenger, eller er endret.", "Rett den på nytt.")
    return body
