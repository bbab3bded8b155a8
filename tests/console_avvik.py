"""The console with the avvik of two stays, and detect behind a Kafka that is a fake."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from console_stays import HARSTAD_PID, TROMSO_PID, judge, tell
from consoles import Browser, logged_in
from exchanges import helseopplysninger
from fakes import FakeProducer
from histories import HARSTAD, innlagt, klar, utskrevet
from servers import free_port

from adapters.errors import Transient
from adapters.kafka.records import Record
from adapters.store import audit, avvik_list
from adapters.store.avvik_list import Wanted
from adapters.store.history import EventRow
from schemas.avvik import Avvik
from schemas.behandling import AvvikBehandlet
from schemas.events import HENDELSER

WHY = "Avtalt på telefon."


def stay_of(pid: str, **where: str) -> list[Any]:
    """Out since the 7th, and what should have come has not."""
    return [
        innlagt("2026-02-03T10:00", pid=pid, **where),
        helseopplysninger("2026-02-03T16:00", pid=pid, **where),
        klar("2026-02-06", "2026-02-06T09:00", pid=pid, **where),
        utskrevet("2026-02-07", "2026-02-07T13:00", pid=pid, **where),
    ]


class Line(FakeProducer):
    """Kafka, with detect behind it: what is told is judged at once, unless detect is `asleep`."""

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self.browser, self.asleep = browser, False
        self.refused: set[str] = set()

    async def send_each(self, groups: Sequence[Sequence[Record]], limit_s: float) -> list[Exception | None]:
        lost = [any(self._of(one) in self.refused for one in group) for group in groups]
        kept = [group for group, gone in zip(groups, lost, strict=True) if not gone]
        await super().send_each(kept, limit_s)
        if self.away:
            return [Transient("Kafka is away") for _ in groups]
        if not self.asleep:
            self.browser.clock.at += timedelta(seconds=1)
            await self.catch_up()
        return [Transient("not acknowledged") if gone else None for gone in lost]

    def _of(self, record: Record) -> str:
        return str(AvvikBehandlet.model_validate_json(record.value or b"").avvik)

    def facts(self) -> list[AvvikBehandlet]:
        """What was told, read as detect reads it."""
        found = [HENDELSER.validate_json(record.value or b"") for record in self.on("hendelser.v1")]
        return [one for one in found if isinstance(one, AvvikBehandlet)]

    async def catch_up(self) -> None:
        rows = [EventRow(str(one.id), one.pid, (), 0, one.model_dump_json()) for one in self.facts()]
        await judge(self.browser, rows)


@asynccontextmanager
async def found(
    folder: Path, *roles: str, kommuner: frozenset[str] | None = None
) -> AsyncIterator[tuple[Browser, Line]]:
    """A console with the avvik of two stays, one in Tromsø and one in Harstad; Kafka has nothing to read."""
    bootstrap = f"127.0.0.1:{free_port()}"
    async with logged_in(folder, *roles, kommuner=kommuner, kafka=bootstrap) as browser:
        line = Line(browser)
        browser.desk.producer = line  # type: ignore[assignment] # a fake
        await tell(browser, [*stay_of(TROMSO_PID), *stay_of(HARSTAD_PID, receiver=HARSTAD)])
        browser.clock.at += timedelta(minutes=1)
        yield browser, line


async def avvik(browser: Browser, **wanted: Any) -> list[Avvik]:
    """What the store has, of all kommuner, last changed first."""
    bodies = await avvik_list.every(browser.desk.store, Wanted(**wanted), limit=1000)
    return [Avvik.model_validate_json(body) for body in bodies]


async def one_of(browser: Browser, kommune: str = "5501") -> Avvik:
    """One that stands open."""
    return (await avvik(browser, kommune=kommune, states=frozenset({"apen"})))[0]


async def notes(browser: Browser) -> list[tuple[str, str, str, str]]:
    """Who did what with what and why, of avvik, oldest first."""
    async with browser.desk.store.read() as conn:
        return [
            (one.who, one.did, one.about, one.why)
            async for one in audit.chain(conn)
            if one.did.startswith("avvik.")
        ]


async def do(browser: Browser, one: Avvik, gjort: str, why: str = WHY, **more: str) -> Any:
    """The form of its page."""
    fields = {"gjort": gjort, "begrunnelse": why, **more}
    return await browser.post(f"/avvik/{one.id}", fields, on=f"/avvik/{one.id}")


def ids(page: str) -> list[str]:
    """The rows of the list, in order."""
    return re.findall(r'<th scope="row"><a href="/avvik/([0-9a-f-]{36})"', page)
