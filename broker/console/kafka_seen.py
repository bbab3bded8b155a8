"""How Kafka was when last asked, and the lag of the last day as far as this process has seen it."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from adapters.errors import Transient
from adapters.kafka.cluster import Cluster, Look
from consumers.detect import GROUP as DETECT
from consumers.route import GROUP as ROUTE
from consumers.strandet import GROUP as STRANDET

EVERY_S: Final = 10.0
GROUPS: Final = {DETECT: "regler og avvik", ROUTE: "videresending", STRANDET: "strandede meldinger"}
"""Consumer group -> what it does."""
STEP: Final = timedelta(minutes=10)
KEPT: Final = 24 * 6
"""Of the samples, one for each step, and the newest."""


@dataclass(slots=True)
class KafkaSeen:
    """What was seen.

    Attributes:
        cluster: as last answered; None before the first answer.
        at: when that was, UTC.
        samples: (when, records that no reader had read), oldest first.
    """

    cluster: Cluster | None = None
    at: datetime | None = None
    samples: deque[tuple[datetime, int]] = field(default_factory=lambda: deque(maxlen=KEPT + 1))

    def saw(self, cluster: Cluster, at: datetime) -> None:
        """Keep an answer; of one step the largest lag."""
        self.cluster, self.at = cluster, at
        lag = self.behind or 0
        if self.samples and at - self.samples[-1][0] < STEP:
            lag = max(lag, self.samples[-1][1])
            at = self.samples.pop()[0]
        self.samples.append((at, lag))

    @property
    def behind(self) -> int | None:
        """Records that are not read, of all groups; None before the first answer."""
        return sum(one or 0 for one in self.cluster.lag.values()) if self.cluster else None

    async def watch(self, bootstrap: Sequence[str], now: Callable[[], datetime]) -> None:
        """Ask again and again, until cancelled."""
        look = Look(bootstrap, GROUPS)
        try:
            while True:
                with suppress(Transient):  # the page tells how long ago the last answer was
                    self.saw(await look.now(), now())
                await asyncio.sleep(EVERY_S)
        finally:
            await look.close()
