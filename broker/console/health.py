"""What is away, since when, and what still works: the band on top of every page."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from broker.outside import Check, now

EVERY_S: Final = 2.0
NAMES: Final = {"kafka": "Kafka", "store": "Databasen"}
STILL: Final = {
    "kafka": "Alt du ser her kan fortsatt leses, men nye hendelser kommer ikke inn, og ingenting kan kjøres "
    "på nytt. Avsendere får beskjed om å prøve igjen.",
    "store": "Ingenting er tapt: avsendere får beskjed om å prøve igjen, og Kafka beholder resten. "
    "Sidene her virker igjen når databasen svarer.",
}
"""What still works while a part is away."""


@dataclass(frozen=True, slots=True)
class Away:
    """A part that does not answer.

    Attributes:
        since: when it was first found so, UTC.
    """

    name: str
    since: datetime
    still: str


@dataclass(slots=True)
class Health:
    """How the parts around the console are, as last seen."""

    since: dict[str, datetime] = field(default_factory=dict)

    def saw(self, name: str, why: str | None, at: datetime) -> None:
        """A part was asked: `why` it is not well, or None."""
        if why:
            self.since.setdefault(name, at)
        else:
            self.since.pop(name, None)

    @property
    def away(self) -> list[Away]:
        """What is away, longest first."""
        first = sorted(self.since.items(), key=lambda one: one[1])
        return [Away(NAMES.get(name, name), since, STILL.get(name, "")) for name, since in first]

    async def watch(self, checks: Mapping[str, Check]) -> None:
        """Ask again and again, until cancelled."""
        while True:
            answers = await asyncio.gather(*(check() for check in checks.values()))
            for name, why in zip(checks, answers, strict=True):
                self.saw(name, why, now())
            await asyncio.sleep(EVERY_S)
