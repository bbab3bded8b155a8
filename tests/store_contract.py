"""What the tests of the store share: a new and empty store on either database, and rows to put in it."""

import hashlib
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from servers import Postgres

from adapters.store import Store
from adapters.store.claims import Claim
from adapters.store.history import EventRow
from schemas.avvik import Avvik, State, avvik_id

DATABASES = ("sqlite", "postgresql")
START = datetime(2026, 2, 12, 13, 5, tzinfo=UTC)


@cache
def postgres() -> Postgres:
    """One server for the whole test run; it goes when the run ends."""
    server = Postgres()
    server.start()
    return server


def new_url(database: str, folder: Path) -> str:
    """Where a new and empty store is."""
    if database == "sqlite":
        return f"sqlite:///{folder / 'plo.db'}"
    return postgres().new_database(f"t{uuid.uuid4().hex}")


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """The store at `url`, closed at the end."""
    store = await Store.open(url)
    try:
        yield store
    finally:
        await store.close()


def claim(number: int = 1, variant: str = "", receipts: bytes = b"<AppRec/>\x00\xff") -> Claim:
    """Claim `number` of one sender."""
    return Claim(
        msg_id=str(uuid.UUID(int=number)),
        sender="90101",
        variant=variant,
        sha256=hashlib.sha256(f"{number}{variant}".encode()).hexdigest(),
        verdict="godtatt",
        message_type="UTSKRIV_RAPP",
        claimed_at=START + timedelta(microseconds=number),
        receipts=receipts,
        pid=pid("a"),
    )


def pid(name: str) -> str:
    """A pid that sorts as `name` does."""
    return name.ljust(64, "0")


def event(number: int, owner: str = "a", *aliases: str, partition: int = 0) -> EventRow:
    """Event `number` of the patient `owner`, with the patient's other ids."""
    body = f'{{"nr":{number},"tekst":"æ"}}'
    return EventRow(str(uuid.UUID(int=number)), pid(owner), tuple(map(pid, aliases)), partition, body)


def avvik(
    number: int = 1, owner: str = "a", state: State = "apen", version: int = 1, kommune: str = "5501"
) -> Avvik:
    """An avvik of the patient `owner`; `number` tells it from others, `version` also moves its time."""
    stay = uuid.UUID(int=number)
    return Avvik(
        id=avvik_id("R-U03", stay, "epikrise"),
        rule="R-U03",
        rule_version=1,
        direction="fra_UNN",
        category="medisinliste",
        severity="middels",
        confidence="hoy",
        state=state,
        hospital="90001",
        party="90101",
        kommune=kommune,
        pid=pid(owner),
        stay_id=stay,
        subject="epikrise",
        msg_ids=(str(stay),),
        text="Epikrisen mangler.",
        version=version,
        change="oppdaget",
        detected_at=START,
        changed_at=START + timedelta(hours=number, minutes=version),
    )
