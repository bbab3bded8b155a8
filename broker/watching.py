"""The lookout: every few seconds, how the whole installation stands, as metrics.

It runs beside the first intake process: where the metrics are read, and apart from those it looks at.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from adapters.errors import Transient
from adapters.kafka.lag import Behind
from adapters.metric_state import state
from adapters.store import Store
from adapters.store.standing import standing
from broker.outside import Check, now
from broker.run.beat import PartStatus, read
from broker.settings import Settings

EVERY_S = 10.0
UNRESOLVED = timedelta(minutes=10)
"""Younger than this, a message may still be on its way (architecture.md §3.6)."""

log = structlog.get_logger()


@asynccontextmanager
async def watched(
    settings: Settings, store: Store, checks: dict[str, Check], groups: Collection[str]
) -> AsyncIterator[None]:
    """Look out while the body runs."""
    lookout = Lookout(settings, store, checks, Behind(settings.bootstrap, groups))
    looking = asyncio.create_task(lookout.run())
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        await lookout.behind.close()


@dataclass(frozen=True, slots=True)
class Lookout:
    """Sets every tilstand that no part sets of itself."""

    settings: Settings
    store: Store
    checks: dict[str, Check]
    behind: Behind

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Look once; what is away is seen as not ready, and its figures stay as they were."""
        ready = {(name,): float(await check() is None) for name, check in self.checks.items()}
        state("plo_ready", ready)
        for look in (self._machine, self._store, self._kafka):
            try:
                await look()
            except Transient as exc:
                log.warning("lookout.away", why=str(exc))
            except Exception:
                log.exception("lookout.failed")
        state("plo_observed_at_seconds", {(): now().timestamp()})

    async def _machine(self) -> None:
        """The parts that have said how they are here, and the disk."""
        parts = await asyncio.to_thread(beats, self.settings.run_folder)
        state("plo_part_healthy", {(part.name,): float(part.healthy) for part in parts})
        disk = await asyncio.to_thread(shutil.disk_usage, self.settings.home)
        state("plo_disk_free_bytes", {(): disk.free})
        state("plo_disk_size_bytes", {(): disk.total})

    async def _store(self) -> None:
        at = now()
        found = await standing(self.store, at, at - UNRESOLVED)
        overdue = (at - found.due).total_seconds() if found.due else 0.0
        state("plo_outbox_records", {(): found.outbox})
        state("plo_claims_unresolved", {(): found.unresolved})
        state("plo_wake_overdue_seconds", {(): overdue})

    async def _kafka(self) -> None:
        state("plo_consumer_lag", await self.behind.lag())


def beats(folder: Path) -> list[PartStatus]:
    """Every part that has said how it is in this folder, and has not ended in order."""
    found = []
    for path in sorted(folder.glob("*.json")):
        with suppress(FileNotFoundError):  # it has just ended
            found.append(read(path, time.time()))
    return found
