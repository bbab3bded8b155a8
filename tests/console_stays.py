"""The console with two stays: one in Tromsø that something is missing from, one in Harstad."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from consoles import Browser, logged_in
from exchanges import helseopplysninger
from fakes import FakeProducer
from histories import HARSTAD, innlagt, klar, utskrevet
from two_patients import row as event_row

from adapters.store import history
from adapters.store.history import EventRow
from consumers.settle import Settler

TROMSO_PID, HARSTAD_PID = "7f3a" + "0" * 60, "5c10" + "0" * 60


def tromso() -> list[Any]:
    """Out since the 7th: no report, the answer from the kommune is missing."""
    who = {"pid": TROMSO_PID, "sender_service": "90002"}
    return [
        innlagt("2026-02-03T10:00", **who),
        helseopplysninger("2026-02-03T16:00", pid=TROMSO_PID),
        klar("2026-02-06", "2026-02-06T09:00", **who),
        utskrevet("2026-02-07", "2026-02-07T13:00", **who),
    ]


def harstad() -> list[Any]:
    """In hospital since the morning of START."""
    return [innlagt("2026-02-12T10:00", pid=HARSTAD_PID, receiver=HARSTAD)]


async def tell(browser: Browser, events: list[Any]) -> None:
    """Take events into the histories, and judge them at the console's time."""
    await judge(browser, [event_row(event) for event in events])


async def judge(browser: Browser, rows: Sequence[EventRow]) -> None:
    """The same, of events as the store has them."""
    desk = browser.desk
    settler = Settler(desk.store, FakeProducer(), desk.agreement, 1.0)  # type: ignore[arg-type] # a fake
    async with desk.store.begin() as conn:
        gids = await history.add(conn, rows)
        await settler.settle(conn, gids, browser.clock())


@asynccontextmanager
async def board(folder: Path, *roles: str, kommuner: frozenset[str] | None = None) -> AsyncIterator[Browser]:
    async with logged_in(folder, *roles, kommuner=kommuner) as browser:
        await tell(browser, [*tromso(), *harstad()])
        yield browser
