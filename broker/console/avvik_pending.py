"""What has been done with avvik here, and does not show yet: it is on Kafka, but detect has not judged it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store import audit
from broker.console.avvik_words import DEEDS
from broker.console.desk import Desk
from schemas.avvik import Avvik
from schemas.behandling import Gjort

LONGEST: Final = timedelta(minutes=10)
"""After that it may be done again: whatever happened to it, it does not come."""
LOOKED: Final = 5
"""Notes about one avvik that are looked at: more is not done with it at a time."""
BY_NOTE: Final[Mapping[str, Gjort]] = {deed.did: gjort for gjort, deed in DEEDS.items()}


@dataclass(frozen=True, slots=True)
class Pending:
    """Something registered: what, by whom, when (UTC)."""

    gjort: Gjort
    who: str
    at: datetime


async def pending(desk: Desk, avvik: Iterable[Avvik]) -> dict[UUID, Pending]:
    """Of each of these the newest that was registered after its last change, by the audit log."""
    now, found = desk.now(), {}
    async with desk.store.read() as conn:
        for one in avvik:
            after = max(one.changed_at, now - LONGEST)
            if last := await last_deed(conn, one.id, after):
                found[one.id] = last
    return found


async def last_deed(conn: AsyncConnection, id_: UUID, after: datetime) -> Pending | None:
    """The newest deed that is noted of an avvik after that moment."""
    for entry in await audit.latest(conn, LOOKED, None, {"about": str(id_)}):
        if entry.did in BY_NOTE and entry.at > after:
            return Pending(BY_NOTE[entry.did], entry.who, entry.at)
    return None
