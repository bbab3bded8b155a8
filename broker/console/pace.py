"""How often, and how many at a time: what costs, and is asked for while somebody types."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

MOST: Final = 15
WITHIN: Final = timedelta(seconds=10)
AT_ONCE: Final = 2


@dataclass(slots=True)
class Pace:
    """The last moments of each person, and who is at it now."""

    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _moments: dict[str, deque[datetime]] = field(default_factory=dict)

    def may(self, who: str, now: datetime) -> bool:
        """Whether this person may, now; then it counts."""
        recent = self._moments.setdefault(who, deque(maxlen=MOST))
        if len(recent) == MOST and now - recent[0] < WITHIN:
            return False
        recent.append(now)
        return True
