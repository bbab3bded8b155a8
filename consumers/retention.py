"""What lies beside Kafka goes when the records that lead to it have gone: messages, claims, answers.

Nothing a party or a worker can still ask for is taken: see schemas.topics.KEPT_DAYS.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from adapters.claimcheck.vault import Vault
from adapters.errors import Transient
from adapters.store import Store, ageing, board, case_ageing
from schemas.topics import KEPT_DAYS

KEPT = timedelta(days=KEPT_DAYS)
AWAY_S = 300.0
"""Seconds to wait when a store is away."""

log = structlog.get_logger()


class Retention:
    """Sweeps the store and the claim-check store; several at a time do no harm."""

    def __init__(
        self, store: Store, vault: Vault, now: Callable[[], datetime], closed: timedelta = KEPT
    ) -> None:
        """`closed`: how long a closed case of a dead letter is kept: as long as the letter, or longer."""
        self._store = store
        self._vault = vault
        self._now = now
        self._closed = closed

    async def sweep(self) -> tuple[int, int]:
        """How many rows and how many messages were removed. Raises Transient."""
        now = self._now()
        rows = await ageing.sweep(self._store, now, now - KEPT)
        rows += await case_ageing.sweep(self._store, now - self._closed)
        rows += await board.forget_left(self._store, now)
        messages = await asyncio.to_thread(self._vault.forget, now - KEPT)
        return rows, messages

    async def run(self, interval_s: float) -> None:
        """Sweep for ever; what fails is told, and tried again the next time."""
        while True:
            wait_s = interval_s
            try:
                rows, messages = await self.sweep()
            except Transient as exc:
                wait_s = min(interval_s, AWAY_S)
                log.warning("retention.waiting", error=str(exc), retry_s=wait_s)
            except Exception:
                log.exception("retention.failed", retry_s=wait_s)
            else:
                log.info("retention.swept", rows=rows, messages=messages)
            await asyncio.sleep(wait_s)
