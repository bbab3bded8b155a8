"""The last 24 hours as lines: how many stood open at each hour, and as the points of a drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from adapters.store.hourly import Lasted

HOURS: Final = 24
WIDTH, HEIGHT, EDGE = 120, 28, 2
"""Of the drawing."""


def started(now: datetime) -> datetime:
    """When the line begins."""
    return now - timedelta(hours=HOURS)


def standing(found: Iterable[Lasted]) -> list[int]:
    """How many stood open at the start and after each hour; the last is how many do now."""
    rows = list(found)
    return [sum(one.number for one in rows if _stood(one, at)) for at in range(HOURS + 1)]


def ages(found: Iterable[Lasted], now: datetime) -> list[int]:
    """Seconds that the oldest had stood open, at the start and after each hour."""
    rows, begin = list(found), started(now)
    moments = [begin + timedelta(hours=at) for at in range(HOURS + 1)]
    since = [min((one.oldest for one in rows if _stood(one, at)), default=None) for at in range(HOURS + 1)]
    return [int((at - old).total_seconds()) if old else 0 for at, old in zip(moments, since, strict=True)]


def oldest(found: Iterable[Lasted]) -> datetime | None:
    """When the oldest that stands open now began."""
    return min((one.oldest for one in found if one.ended is None), default=None)


def _stood(one: Lasted, at: int) -> bool:
    return one.begun < at and (one.ended is None or one.ended >= at)


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line.

    Attributes:
        points: "x,y x,y", in units of the drawing.
        end: where it ends.
        least, most: of what it shows.
    """

    points: str
    end: tuple[float, float]
    least: int
    most: int


def spark(values: Sequence[int]) -> Spark:
    """The line through the values, evenly spaced; from zero, so that a little is seen to be little."""
    top, count = max(*values, 1), max(len(values) - 1, 1)
    found = [
        (
            round(EDGE + (WIDTH - 2 * EDGE) * at / count, 1),
            round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top, 1),
        )
        for at, value in enumerate(values)
    ]
    return Spark(" ".join(f"{x},{y}" for x, y in found), found[-1], min(values), max(values))
