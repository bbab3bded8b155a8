"""Whether dead letters have been open for too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.store import Store, case_search
from adapters.store.case_search import Count, Selection


@dataclass(frozen=True, slots=True)
class Alarm:
    """How many are open, and whether it is time to do something.

    Attributes:
        open: dead letters that nobody is done with.
        parked: of those, run again in vain three times.
        security: of those, the ones that were stopped for security's sake.
        oldest: when the oldest of them failed first, UTC; None where none is open.
        late: the oldest is older than it may be.
    """

    open: int
    parked: int
    security: int
    oldest: datetime | None
    late: bool


async def alarm(store: Store, now: datetime, at_most: timedelta) -> Alarm:
    """What the store says. Raises Transient."""
    return alarm_of(await case_search.count(store, Selection()), now, at_most)


def alarm_of(heaps: Sequence[Count], now: datetime, at_most: timedelta) -> Alarm:
    """What these heaps of open cases come to. Pure."""
    oldest = min((one.oldest for one in heaps), default=None)
    return Alarm(
        open=sum(one.number for one in heaps),
        parked=sum(one.number for one in heaps if one.state == "parkert"),
        security=sum(one.number for one in heaps if one.error_class == "SECURITY"),
        oldest=oldest,
        late=oldest is not None and now - oldest > at_most,
    )
