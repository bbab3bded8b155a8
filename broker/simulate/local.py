"""Times of a simulation: days and clock times in Oslo, and deadlines as rules.md §2 and §12.19 have them.

The deadlines stand here a second time on purpose: a simulation that asked the broker would prove nothing.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from schemas.tid import OSLO

MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
GRACE: Final = 30 * MINUTE
TRANSPORT: Final = 60 * MINUTE
"""A message under way for longer counts as sent when it came."""
TIDLIGVARSEL: Final = 24 * HOUR
EPIKRISE_DAYS: Final = 7
APPREC: Final = 96 * HOUR
MAX_ALDER: Final = 3 * DAY
MYNDIG: Final = 18
"""Years, from which the children that are told of are the patient's."""
ELDRE: Final = 67
"""Years, from which a readmission is a sign."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That clock time in Oslo, UTC."""
    return datetime.combine(day, time(hour, minute), OSLO).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The date in Oslo."""
    return moment.astimezone(OSLO).date()


def day_end(day: date) -> datetime:
    """23:59:59 in Oslo, UTC."""
    return datetime.combine(day, time(23, 59, 59), OSLO).astimezone(UTC)


def dates(chance: Random, begin: date, days: int) -> tuple[datetime, datetime, datetime]:
    """T0, Tk and T1 of a stay of so many days, UTC; ready the day before it ends."""
    t0 = at(begin, chance.randint(0, 23), chance.randint(0, 59))
    t1 = at(begin + days * DAY, chance.randint(11, 16), chance.randint(0, 59))
    tk = at(begin + (days - 1) * DAY, chance.randint(9, 14), chance.randint(0, 59))
    return t0, tk, t1
