"""Server time of pages of the console, on the store of bench.console_fill: the application alone, no network.

python -m bench.console_pages sqlite:///fylt.db /forlop "/forlop?tilstand=mangler"
"""

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.console_fill import MESSAGES, fill
from consoles import Browser, _client, add_user
from rich.console import Console
from rich.table import Table

from adapters.store import Store, StoreRefused, messages
from broker.console.desk import Desk
from broker.console.live import Live
from broker.settings import Settings
from schemas.agreements import load

ROUNDS = 15
LIMIT_MS = 200.0
"""Of a page; a file of ten thousand rows may take longer."""
NO_PAGE = "fil"
PATHS = (
    "/",
    "/meldinger",
    "/meldinger?utfall=avvist&type=EPIKRISE",
    "/meldinger?avsender=90101&mottaker=90001&fra=2020-01-01",
    "/meldinger/<melding>",
    "/avtaler",
    "/forlop",
    "/forlop?tilstand=varsel",
    "/forlop?tilstand=mangler&kommune=5501&sorter=avvik",
    "/forlop/<opphold>",
    "/forlop.csv",
    "/avvik",
    "/avvik?tilstand=alle&sorter=frist&kommune=5501",
    "/avvik?q=epikrise",
    "/avvik/<avvik>",
    "/avvik/<avvik>/historikk",
    "/avvik/nye",
    "/avvik.csv",
    "/meldinger/<melding>/spor",
    "/meldinger.csv",
    "/forlop/<opphold>/spor",
    "/strandet",
    "/strandet.csv",
    "/revisjon",
    "/revisjon/kontroll",
    "/revisjon.csv",
    "/brukere",
    "/min",
)
"""Measured where none are named; <opphold>, <avvik> and <melding> are the first of their lists."""

FIRST = {"<opphold>": "/forlop", "<avvik>": "/avvik", "<melding>": "/meldinger"}


async def measured(browser: Browser, path: str) -> list[tuple[float, float]]:
    """Milliseconds of each round, after one that does not count: by the clock, and of our processor."""
    found = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter(), time.process_time()
        answer = await browser.get(path)
        found.append(((time.perf_counter() - started[0]) * 1e3, (time.process_time() - started[1]) * 1e3))
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
    return sorted(found[1:])


async def pages(url: str, paths: Sequence[str] = ()) -> Table:
    """Each page on this store, which is filled when it is empty."""
    store = await Store.open(url)
    try:
        if await messages.count(store, messages.Wanted()) < min(MESSAGES, 10_000):
            await fill(store, datetime.now(UTC))
        with tempfile.TemporaryDirectory() as home:
            browser = await _opened(store, Path(home))
            named = [await _named(browser, path) for path in paths or PATHS]
            rows = [(path, await measured(browser, path)) for path in named]
            await browser.client.aclose()
    finally:
        await store.close()
    table = Table("side", "median ms", "verste ms", "CPU ms", f"mål: ≤ {LIMIT_MS:.0f} ms")
    table.title = f"(g) Konsollen: sidene over {MESSAGES} meldinger, {ROUNDS} runder"
    for path, times in rows:
        middle, cpu = (median(one[which] for one in times) for which in (0, 1))
        held = NO_PAGE if ".csv" in path else "[green]✓[/]" if middle <= LIMIT_MS else "[red]✗[/]"
        table.add_row(path, f"{middle:.0f}", f"{times[-1][0]:.0f}", f"{cpu:.0f}", held)
    return table


async def _named(browser: Browser, path: str) -> str:
    """The address with an id in the place of its name."""
    for name, of_list in FIRST.items():
        if name in path:
            return path.replace(name, await _first(browser, of_list))
    return path


async def _first(browser: Browser, path: str) -> str:
    """The id of the first row of a list."""
    found: str = re.findall(rf'href="{path}/([0-9a-f-]{{36}})"', (await browser.get(path)).text)[0]
    return found


async def _opened(store: Store, home: Path) -> Browser:
    settings = Settings(home=home)

    def now() -> datetime:
        return datetime.now(UTC)

    desk = Desk(settings, load(settings.agreements_file), now, store, live=Live())
    browser = Browser(desk, now, _client(desk))  # type: ignore[arg-type] # the clock of the wall
    with suppress(StoreRefused):
        await add_user(store, "maler", "leser", "koordinator", "drift", "admin")
    await browser.log_in("maler")
    return browser


if __name__ == "__main__":
    Console(width=116).print(asyncio.run(pages(sys.argv[1], sys.argv[2:])))
