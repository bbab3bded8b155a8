"""Time passes: patients whose `wake_at` has come are looked at again (architecture.md §4)."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta

import structlog

from adapters import metrics
from adapters.errors import Transient
from adapters.store import Store, patients, wakes
from adapters.tracing import span
from consumers.settle import Now, Settler

AT_ONCE = 200
"""Patients in one transaction."""
PUT_OFF = timedelta(hours=1)
"""How long a patient waits whose history trips a rule."""
AWAY_S = 5.0
"""Seconds to wait when Kafka or the store is away."""

log = structlog.get_logger()


class Clock:
    """Looks at what is due on the partitions that this worker owns."""

    def __init__(self, store: Store, settler: Settler, owned: Callable[[], frozenset[int]], now: Now) -> None:
        """`owned` answers which partitions of hendelser.v1 this worker reads at the moment."""
        self._store = store
        self._settler = settler
        self._owned = owned
        self._now = now

    async def tick(self) -> int:
        """Deal with what is due now, a part of it when that is much; how many patients that was."""
        owned = self._owned()
        if not owned:
            return 0
        async with self._settler.turn:
            due = await self._settle(owned)
            await self._settler.publish(owned)
        return due

    async def _settle(self, owned: frozenset[int]) -> int:
        now = self._now()
        try:
            async with self._store.begin() as conn:
                due = await wakes.due_since(conn, now, owned, AT_ONCE)
                with span("clock") if due else nullcontext():
                    await self._settler.settle(conn, due, now)
            for at in due.values():
                metrics.woken((now - at).total_seconds())
            return len(due)
        except Transient:
            raise
        except Exception:
            log.exception("clock.batch_failed")
        return await self._one_by_one(owned, now)

    async def _one_by_one(self, owned: frozenset[int], now: datetime) -> int:
        """So that one history that trips a rule holds up no other; it is tried again in a while."""
        async with self._store.begin() as conn:
            due = await wakes.due(conn, now, owned, AT_ONCE)
        for gid in due:
            try:
                async with self._store.begin() as conn:
                    await patients.groups(conn, [patients.Touched(gid, (), 0)])
                    await self._settler.settle(conn, [gid], now)
            except Transient:
                raise
            except Exception:
                log.exception("clock.patient_failed", retry_s=PUT_OFF.total_seconds())
                async with self._store.begin() as conn:
                    await patients.set_wake(conn, {gid: now + PUT_OFF})
        return len(due)

    async def pause(self, looked: datetime, longest_s: float) -> float:
        """Seconds until the next group on our partitions is due, `longest_s` at most.

        One that was due when we `looked` and was left is another's at the moment: no reason to hurry.
        """
        async with self._store.read() as conn:
            first = await wakes.first_wake(conn, self._owned())
        if first is None or first <= looked:
            return longest_s
        return min(max((first - self._now()).total_seconds(), 0.0), longest_s)

    async def run(self, interval_s: float) -> None:
        """Tick for ever, `interval_s` apart or when something is due; while the store is away, that waits.

        Others may set an earlier moment while we sleep: those are found at the next interval.
        """
        while True:
            try:
                looked = self._now()
                due = await self.tick()
                pause_s = 0.0 if due == AT_ONCE else await self.pause(looked, interval_s)
            except Transient as exc:
                log.warning("clock.waiting", error=str(exc), retry_s=AWAY_S)
                await asyncio.sleep(AWAY_S)
                continue
            await asyncio.sleep(pause_s)
